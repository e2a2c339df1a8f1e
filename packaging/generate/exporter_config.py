#!/usr/bin/python3
"""Makes the configuration of Prometheus' snmp_exporter of generator.yml and the MIB.

    exporter_config.py [DIR]

It is written to packaging/prometheus or to DIR, in the two forms that there are:
snmp.yml for snmp_exporter from 0.23 on, snmp-0.22.yml for those before.  Wanted are
python3-yaml and the generator of snmp_exporter, of any version: what it says about
objects is the same in all of them, and the rest is translated here.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import yaml

SOURCE = Path(__file__).resolve().parents[2]
FOLDER = SOURCE / "packaging" / "prometheus"
GENERATOR = "prometheus-snmp-generator"

# What a module had for itself before there were auths.
OF_MODULES = ("version", "auth")
# How the generator writes an auth for versions 1 and 2.
UNUSED = {"security_level": "noAuthNoPriv", "auth_protocol": "MD5",
          "priv_protocol": "DES"}


def without_auths(new):
    """What the generator takes up to 0.22."""
    (auth,) = new["auths"].values()
    return {"modules": {name: module | {"version": auth["version"],
                                        "auth": {"community": auth["community"]}}
                        for name, module in new["modules"].items()}}


def generate(description):
    """What the generator makes of a description: its exit status and log, the result."""
    with tempfile.TemporaryDirectory(prefix="oa-exporter-") as name:
        folder = Path(name)
        mibs = folder / "mibs"
        shutil.copytree(SOURCE / "tests" / "snmp" / "mibs", mibs)
        shutil.copy(SOURCE / "snmp" / "OUTLOOK-ANYWHERE-MIB.txt", mibs)
        (folder / "generator.yml").write_text(yaml.safe_dump(description), "utf-8")
        done = subprocess.run([GENERATOR, "generate"], cwd=folder, text=True,
                              env=os.environ | {"MIBDIRS": "mibs"}, check=False,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        result = folder / "snmp.yml"
        if done.returncode or not result.exists():
            return done.stdout, None
        return done.stdout, yaml.safe_load(result.read_text("utf-8"))


def modules(description):
    """The modules, without what says how to log on."""
    said, made = generate(description)
    if made is None and "field auths not found" in said:
        said, made = generate(without_auths(description))
    if made is None:
        sys.exit(said)
    return {name: {key: value for key, value in module.items() if key not in OF_MODULES}
            for name, module in made.get("modules", made).items()}


def write(path, form, versions):
    """Writes one form to a file."""
    head = ("# SPDX-License-Identifier: GPL-3.0-or-later\n"
            "# Made of generator.yml by make exporter-config, for snmp_exporter "
            f"{versions}.\n")
    path.write_text(head + yaml.safe_dump(form, sort_keys=False, width=80), "utf-8")


def main():
    """Runs the generator and writes both forms."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path, nargs="?", default=FOLDER, metavar="DIR")
    folder = parser.parse_args().folder
    description = yaml.safe_load((FOLDER / "generator.yml").read_text("utf-8"))
    made = modules(description)
    auths = {name: UNUSED | auth for name, auth in description["auths"].items()}
    write(folder / "snmp.yml", {"auths": auths, "modules": made}, "0.23 and later")
    old = without_auths({"auths": description["auths"], "modules": made})["modules"]
    write(folder / "snmp-0.22.yml", old, "up to 0.22")


if __name__ == "__main__":
    main()
