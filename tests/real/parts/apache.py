"""Apache httpd with mod_proxy as the reverse proxy in front of the RPC proxy."""

import glob
import os

import pytest

from . import service

# A body has to arrive within 20 s as shipped; here within 2 s.
DEFAULT = "RequestReadTimeout header=20-40,MinRate=500 body=2,MinRate=500"
# The body is no longer read ahead, but still has to arrive in time.
NO_PREFETCH = DEFAULT + """
SetEnv proxy-prefetch-nonblocking 1"""
# What Apache needs to carry RPC over HTTP.  It shares its connections to the origin
# among clients, so that NTLM passes or fails by chance.
GOOD = """
RequestReadTimeout header=20-40,MinRate=500 body=0
SetEnv proxy-prefetch-nonblocking 1
Timeout 3600"""
# Every request gets a connection of its own to the origin.
NO_REUSE = GOOD + """
SetEnv proxy-nokeepalive 1"""

MODULES = (
    "mpm_event",
    "authn_core",
    "authz_core",
    "env",
    "proxy",
    "proxy_http",
    "reqtimeout",
    "socache_shmcb",
    "ssl",
)
MODULE_FOLDERS = ("/usr/lib/apache2/modules", "/usr/lib64/httpd/modules")
NOBODY = 65534

TEMPLATE = """\
ServerRoot {dir}
ServerName {host}
PidFile {dir}/httpd.pid
Mutex posixsem
ErrorLog {dir}/error.log
LogLevel warn
{modules}
{user}
StartServers 1
ServerLimit 1
ThreadsPerChild 16
MaxRequestWorkers 16
MinSpareThreads 1
MaxSpareThreads 16
SSLSessionCache none
SSLRandomSeed startup builtin
Listen 127.0.0.1:{port}
<VirtualHost 127.0.0.1:{port}>
SSLEngine on
SSLCertificateFile {leaf.chain}
SSLCertificateKeyFile {leaf.key}
SSLProxyEngine on
SSLProxyVerify none
SSLProxyCheckPeerName off
SSLProxyCheckPeerCN off
ProxyPreserveHost on
ProxyPass / {origin}/
{settings}
</VirtualHost>
"""


def serve(directory, origin, leaf, host, settings, modules=(), environment=None):
    """Context manager: Apache before `origin` (a URL), giving its TLS port.

    `modules` are loaded besides the usual ones, `environment` is added to ours.
    """
    program = _find_program()
    config = directory / "httpd.conf"
    # Only a start by root changes to another account, and it refuses to be root.
    user = f"User #{NOBODY}\nGroup #{NOBODY}" if os.geteuid() == 0 else ""

    def argv(port):
        config.write_text(
            TEMPLATE.format(
                dir=directory,
                host=host,
                leaf=leaf,
                modules=_load_lines((*MODULES, *modules)),
                origin=origin,
                port=port,
                settings=settings,
                user=user,
            )
        )
        command = [program, "-DFOREGROUND", "-d", directory, "-f", config]
        if environment:
            command[:0] = ["env", *(f"{k}={v}" for k, v in environment.items())]
        return command

    return service.running(argv, directory / "output.log")


def _find_program():
    for folder in ("/usr/sbin", "/usr/local/sbin"):
        for name in ("apache2", "httpd"):
            path = os.path.join(folder, name)
            if os.access(path, os.X_OK):
                return path
    pytest.skip("apache2 is not installed")


def _load_lines(modules):
    """LoadModule lines; a module that is missing here is built in (as in Fedora)."""
    lines = []
    for name in modules:
        for folder in MODULE_FOLDERS:
            for path in glob.glob(f"{folder}/mod_{name}.so"):
                lines.append(f"LoadModule {name}_module {path}")
    return "\n".join(lines)
