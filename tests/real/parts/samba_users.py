"""Run as a program: add user accounts to a provisioned domain.

Arguments: the directory of the provision; standard input: a JSON object of names
and passwords, so that no password is seen on a command line.
"""

import json
import sys

from samba.auth import system_session
from samba.param import LoadParm
from samba.samdb import SamDB


def main(directory, users):
    """Add every user of the mapping to the database under `directory`."""
    parameters = LoadParm()
    parameters.load(f"{directory}/etc/smb.conf")
    database = SamDB(
        url=f"{directory}/private/sam.ldb",
        session_info=system_session(),
        lp=parameters,
    )
    # The laboratory's passwords need not please the domain's password policy.
    database.set_pwdProperties(0)
    database.set_minPwdLength(0)
    for name, password in users.items():
        database.newuser(name, password)


if __name__ == "__main__":
    main(sys.argv[1], json.load(sys.stdin))
