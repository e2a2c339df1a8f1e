"""Apache httpd with mod_auth_gssapi: it asks for the logon, the laboratory behind it
does not.  Kerberos by the keytab of a KDC, NTLM and Basic by gss-ntlmssp."""

import contextlib
import os

import pytest

from . import apache

GSSAPI = """
<Location />
AuthType GSSAPI
AuthName lab
GssapiAcceptorName HTTP@{host}
GssapiCredStore keytab:{keytab}
GssapiCredStore ntlmssp_keyfile:{users}
GssapiAllowedMech krb5
GssapiAllowedMech ntlmssp
GssapiBasicAuth On
GssapiBasicAuthMech ntlmssp
GssapiConnectionBound On
Require valid-user
RequestHeader unset Authorization
</Location>
"""
MODULES = ("auth_gssapi", "authz_user", "headers")
MECHANISM = "/etc/gss/mech.d"


def skip_unless_possible():
    """Skip the test where the modules are not there, and say which."""
    folders = [name for name in apache.MODULE_FOLDERS if os.path.isdir(name)]
    if not any(
        os.path.exists(f"{folder}/mod_auth_gssapi.so") for folder in folders
    ):
        pytest.skip("mod_auth_gssapi is not installed")
    names = os.listdir(MECHANISM) if os.path.isdir(MECHANISM) else []
    if not any("ntlmssp" in name for name in names):
        pytest.skip("gss-ntlmssp is not installed")


@contextlib.contextmanager
def serve(directory, origin, leaf, host, realm, keytab, account):
    """Apache before `origin`, giving its TLS port; account is name and password."""
    users = directory / "users"
    domain, _, name = account[0].partition("\\")
    users.write_text(f"{domain}:{name}:{account[1]}\n")
    # the server drops its privileges before it reads them
    users.chmod(0o644)
    directory.chmod(0o755)
    values = {"host": host, "keytab": keytab, "users": users}
    with apache.serve(
        directory,
        origin,
        leaf,
        host,
        apache.GOOD + GSSAPI.format(**values),
        modules=MODULES,
        environment=realm.environment,
    ) as port:
        yield port
