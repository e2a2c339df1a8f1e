"""An MIT Kerberos KDC that needs no privileges: one realm in one directory."""

import contextlib
import os
import secrets
import subprocess
from dataclasses import dataclass
from pathlib import Path

from . import service

REALM = "LAB.TEST"

CLIENT_CONFIG = """\
[libdefaults]
default_realm = {realm}
dns_canonicalize_hostname = false
dns_lookup_kdc = false
dns_lookup_realm = false
rdns = false
udp_preference_limit = 1
[realms]
{realm} = {{
kdc = 127.0.0.1:{port}
}}
"""

KDC_CONFIG = """\
[kdcdefaults]
kdc_listen = ""
kdc_tcp_listen = 127.0.0.1:{port}
[realms]
{realm} = {{
database_name = {dir}/principal
key_stash_file = {dir}/stash
acl_file = {dir}/acl
supported_enctypes = aes256-cts-hmac-sha1-96:normal aes128-cts-hmac-sha1-96:normal
default_principal_flags = +preauth
}}
[logging]
kdc = FILE:{dir}/kdc.log
"""


@dataclass(frozen=True)
class Realm:
    """A realm that is served: where its files are, and how clients find it."""

    directory: Path
    port: int

    @property
    def environment(self):
        """What a client's environment must hold besides the usual."""
        return {
            "KRB5_CONFIG": str(self.directory / "krb5.conf"),
            "KRB5CCNAME": f"FILE:{self.directory}/no-such-cache",
            "KRB5RCACHETYPE": "none",
        }

    def administer(self, *commands):
        """Run kadmin.local commands, one after the other."""
        for command in commands:
            _run(self.directory, ["kadmin.local", "-r", REALM, "-q", command])

    def keytab(self, *principals, mode=0o600):
        """Path of a new keytab with the present keys of the principals."""
        path = self.directory / f"{secrets.token_hex(4)}.keytab"
        for principal in principals:
            self.administer(f"ktadd -norandkey -k {path} {principal}")
        path.chmod(mode)
        return path

    def cache(self, principal, password, *options):
        """Path of a new ticket cache of the principal, made by kinit."""
        path = self.directory / f"{secrets.token_hex(4)}.ccache"
        kinit = service.find_program("kinit")
        _run(
            self.directory,
            [kinit, *options, "-c", path, principal],
            input=password + "\n",
        )
        return path

    def without_kdc(self, port):
        """Environment for clients that are sent to a port of nobody's choice."""
        return self.variant("elsewhere", {"port": port})

    def variant(self, name, values, more=""):
        """Environment with another krb5.conf: other values, more lines."""
        path = self.directory / f"{name}.conf"
        settings = dict({"realm": REALM, "port": self.port}, **values)
        path.write_text(CLIENT_CONFIG.format(**settings) + more)
        return dict(self.environment, KRB5_CONFIG=str(path))


@contextlib.contextmanager
def serve(directory, principals):
    """Run a KDC for `principals` (names and passwords, None for a random key)."""
    program = service.find_program("krb5kdc")
    service.find_program("kadmin.local")
    kdb = service.find_program("kdb5_util")
    directory.chmod(0o755)
    _configure(directory, 0)
    _run(directory, [kdb, "create", "-r", REALM, "-s", "-P", secrets.token_hex(16)])
    realm = Realm(directory, 0)
    for name, password in principals.items():
        key = f"-pw {password}" if password else "-randkey"
        realm.administer(f"addprinc {key} {name}")

    def argv(port):
        _configure(directory, port)
        settings = [f"{k}={v}" for k, v in _environment(directory).items()]
        return ["env", *settings, program, "-n", "-r", REALM, "-P", directory / "pid"]

    with service.running(argv, directory / "output.log") as port:
        yield Realm(directory, port)


def _configure(directory, port):
    values = {"dir": directory, "port": port, "realm": REALM}
    (directory / "krb5.conf").write_text(CLIENT_CONFIG.format(**values))
    (directory / "kdc.conf").write_text(KDC_CONFIG.format(**values))


def _environment(directory):
    return {
        "KRB5_CONFIG": str(directory / "krb5.conf"),
        "KRB5_KDC_PROFILE": str(directory / "kdc.conf"),
    }


def _run(directory, argv, **options):
    path = os.environ.get("PATH", "") + ":/usr/local/sbin:/usr/sbin:/sbin"
    done = subprocess.run(
        argv,
        check=False,
        env=dict(os.environ, PATH=path, **_environment(directory)),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=20,
        **options,
    )
    if done.returncode:
        raise service.NotStarted(f"{argv[0]} failed:\n{done.stdout[-4000:]}")
