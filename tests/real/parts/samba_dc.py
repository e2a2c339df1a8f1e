"""A Samba AD domain controller as the RPC server behind the RPC proxy.

One provision serves a whole test session.  Every worker runs a copy of it in one
process, on a loopback address of its own, with nothing but the RPC services.
"""

import contextlib
import fcntl
import json
import os
import random
import secrets
import shutil
import subprocess
import sys

import pytest

from . import service

SYSTEM_PYTHON = "/usr/bin/python3"
REALM = "LAB.TEST"
DOMAIN = "LAB"
HOST = "dc1"
# Seconds of a provision on a machine that has much else to do.
PROVISION_SECONDS = 400
# It brings MGMT along, like every interface; Exchange's are not among them.
INTERFACES = "drsuapi"

PROVISION_CONFIG = """\
[global]
dns forwarder = 127.0.0.1
log file = {dir}/provision.log
"""

CONFIG = """\
[global]
workgroup = {domain}
realm = {realm}
netbios name = {host}
server role = active directory domain controller
server services = {services}
krb5 port = {kdc_port}
kpasswd port = 0
dcerpc endpoint servers = {interfaces}
rpc server dynamic port range = {port}-{port}
interfaces = {address}/8
bind interfaces only = yes
tls enabled = no
disable netbios = yes
load printers = no
private dir = {dir}/private
state directory = {dir}/state
binddns dir = {dir}/bind-dns
cache directory = {dir}/run/cache
lock directory = {dir}/run/lock
pid directory = {dir}/run/pid
ncalrpc dir = {dir}/run/ncalrpc
ntp signd socket directory = {dir}/run/ntp
winbindd socket directory = {dir}/run/winbind
log file = {dir}/run/samba.log
"""

KERBEROS_CONFIG = """\
[libdefaults]
default_realm = {realm}
dns_canonicalize_hostname = false
dns_lookup_kdc = false
rdns = false
udp_preference_limit = 1
[realms]
{realm} = {{
kdc = {address}:{port}
}}
[domain_realm]
.lab.test = {realm}
"""


def skip_unless_possible():
    """Skip the test where a domain controller cannot run, and say why."""
    if os.geteuid() != 0:
        pytest.skip("a Samba domain controller needs root")
    service.find_program("samba")
    service.find_program("samba-tool")


def provision(shared, users):
    """Path of the domain, made by the first of several processes that asks.

    `shared` is a directory common to these processes, `users` a mapping of the
    names and passwords that the domain knows.
    """
    shared.mkdir(parents=True, exist_ok=True)
    with open(shared / "lock", "w", encoding="ascii") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        domain = shared / "domain"
        if not domain.exists():
            work = shared / "work"
            shutil.rmtree(work, ignore_errors=True)
            work.mkdir()
            _provision(work, users)
            work.rename(domain)
    return domain


def _provision(directory, users):
    config = directory / "empty.conf"
    config.write_text(PROVISION_CONFIG.format(dir=directory))
    _run(
        [
            service.find_program("samba-tool"),
            *("domain", "provision"),
            f"--configfile={config}",
            f"--targetdir={directory}",
            f"--realm={REALM}",
            f"--domain={DOMAIN}",
            f"--host-name={HOST}",
            f"--adminpass=A1-{secrets.token_hex(12)}",
            "--server-role=dc",
            "--dns-backend=SAMBA_INTERNAL",
            "--host-ip=127.0.0.1",
            "--option=interfaces=127.0.0.1/8",
            "--option=bind interfaces only=yes",
        ]
    )
    script = os.path.join(os.path.dirname(__file__), "samba_users.py")
    python = SYSTEM_PYTHON if os.path.exists(SYSTEM_PYTHON) else sys.executable
    _run([python, "-I", "-B", script, str(directory)], input=json.dumps(users))


def _run(argv, **options):
    done = subprocess.run(
        argv,
        check=False,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=PROVISION_SECONDS,
        **options,
    )
    if done.returncode:
        raise service.NotStarted(f"{argv[0]} failed:\n{done.stdout[-4000:]}")


@contextlib.contextmanager
def serve(domain, directory, realm_config=None):
    """Run a copy, in `directory`, of the provision `domain`; gives "address:port".

    With `realm_config`, the path of a krb5.conf to be written, its KDC runs, too.
    """
    program = service.find_program("samba")
    # Other workers and other test runs have addresses of their own.
    address = f"127.{random.randint(64, 250)}.{os.getpid() % 251}.1"
    copy = directory / "domain"
    shutil.copytree(domain, copy)
    for name in ("cache", "lock", "pid", "ncalrpc", "ntp", "winbind"):
        (copy / "run" / name).mkdir(parents=True)
    config = copy / "smb.conf"
    kdc_port = service.free_port(address)

    def argv(port):
        config.write_text(
            CONFIG.format(
                address=address,
                dir=copy,
                domain=DOMAIN,
                host=HOST.upper(),
                interfaces=INTERFACES,
                kdc_port=kdc_port,
                port=port,
                realm=REALM,
                services="rpc, kdc" if realm_config else "rpc",
            )
        )
        if realm_config:
            realm_config.write_text(
                KERBEROS_CONFIG.format(address=address, port=kdc_port, realm=REALM)
            )
        mode = ("-F", "-M", "single", "--no-process-group")
        return [program, "-s", config, *mode, "--debug-stdout"]

    try:
        with service.running(argv, directory / "output.log", address) as port:
            yield f"{address}:{port}"
    finally:
        shutil.rmtree(copy)
