"""One healthy run of each program, for figures that do not depend on time."""

import contextlib
import tempfile
from dataclasses import dataclass
from pathlib import Path

from bench_proxylog import write_log
from ground import program, serving, with_password

LINES = 10_000


@dataclass(frozen=True)
class Scene:
    """A command and its environment; name is PROGRAM or PROGRAM VARIANT."""

    name: str
    command: list
    environment: dict


# Name, scenario of the laboratory, more options.
SCENES = [
    ("check_oa", "chain-healthy", []),
    ("check_oa resuming", "chain-tickets", []),
    ("check_oa_auth", "auth-healthy", []),
    ("check_oa_autodiscover", "autodiscover-healthy", ["--auth", "basic"]),
    ("check_oa_backend", "backend-healthy", ["--auth", "basic"]),
    ("check_oa_cert", "healthy", []),
    ("check_oa_mapihttp", "mapihttp-healthy", ["--auth", "basic"]),
    ("check_oa_rpcproxy", "healthy", ["--auth", "basic"]),
    ("check_oa_tunnel basic", "healthy", ["--auth", "basic"]),
    ("check_oa_tunnel ntlm", "healthy", ["--auth", "ntlm", "--rpc-auth", "ntlm"]),
]


@contextlib.contextmanager
def scene_of_log():
    """A log file with its program."""
    with tempfile.TemporaryDirectory(prefix="oa-bench-") as folder:
        path = Path(folder) / "a.log"
        write_log(path, LINES)
        yield Scene("check_oa_proxylog", [program("check_oa_proxylog"), "-l", str(path),
                                          "--window", "0", "-t", "60"], None)


def all_scenes():
    """Yields every scene; its laboratory runs until the next one is asked for."""
    for name, scenario, words in SCENES:
        with serving("serve", scenario) as lab:
            file = name.partition(" ")[0]
            command = [program(file), *lab["options"][file], *words, "-t", "60"]
            yield Scene(name, command, with_password(lab))
    with scene_of_log() as scene:
        yield scene
