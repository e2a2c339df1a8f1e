"""Samba's client in a process of its own: it holds the interpreter's lock.

    samba_client.py BINDING USER DOMAIN PASSWORD

Binds the MGMT interface and prints the answer of is_server_listening and the
number of interface ids, as JSON.
"""

import json
import sys

from samba import credentials, param
from samba.dcerpc import mgmt


def main():
    """One bind, two calls."""
    binding, user, domain, password = sys.argv[1:]
    settings = param.LoadParm()
    settings.set("tls verify peer", "no_check")
    settings.set("workgroup", domain)
    account = credentials.Credentials()
    account.guess(settings)
    account.set_username(user)
    account.set_domain(domain)
    account.set_password(password)
    account.set_kerberos_state(credentials.DONT_USE_KERBEROS)
    connection = mgmt.mgmt(binding, settings, account)
    listening = connection.is_server_listening()
    interfaces = connection.inq_if_ids()
    print(json.dumps({"listening": str(listening), "interfaces": interfaces.count}))


if __name__ == "__main__":
    main()
