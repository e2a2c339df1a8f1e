"""The shipped lines for NRPE and Checkmk, pointed at a laboratory.

What is changed is where the plugins, the ini file and the log files lie, and which
host is meant; every option of a line stays.
"""

import os
import re
import shutil

from shipped import PACKAGING, PLUGIN_DIR

INI = """\
[mail]
hostname={lab.host}
address={lab.address}
port={lab.https}
ca-file={directory}/ca.pem
username={lab.user}
password-file={directory}/mail.password
server={lab.server}
no-autodiscover
"""
# As many requests as are wanted for a judgement.
LOG = (
    "#Software: Microsoft Exchange Server\r\n"
    "#Fields: DateTime,HttpStatus,BackEndStatus,TargetServer\r\n"
    + 12 * "2026-11-21T04:30:02.250Z,200,200,EX1.lab.test\r\n"
)
NRPE = re.compile(r"^command\[(\w+)\]=(.*)$", re.M)
MRPE = re.compile(r"^([^#\s]\S*) \(interval=\d+\) (.*)$", re.M)


def shipped(name):
    """The text of a shipped file."""
    return (PACKAGING / name).read_text()


def localized(text, lab, directory):
    """The text with places and host of this laboratory; writes the files it needs."""
    shutil.copy(lab.ca, directory / "ca.pem")
    (directory / "oa.log").write_text(LOG)
    _write_secret(directory / "mail.password", lab.password + "\n")
    _write_secret(directory / "oa.ini", INI.format(lab=lab, directory=directory))
    target = f"-H {lab.host} -I {lab.address} -p {lab.https}"
    changes = {
        "/usr/lib/nagios/plugins": PLUGIN_DIR,
        "/etc/oa/oa.ini": f"{directory}/oa.ini",
        "-H mail.example.com": f"{target} --ca-file {directory}/ca.pem",
        "/srv/exchange/HttpProxy/RpcHttp": f"{directory}/oa.log --window 0",
        "/var/lib/nagios": str(directory),
    }
    for old, new in changes.items():
        text = text.replace(old, new)
    return text


def _write_secret(path, text):
    path.touch(mode=0o600)
    path.write_text(text)


def give_to(account, directory):
    """Make an account the owner of a directory and of the files in it."""
    for path in (directory, *directory.iterdir()):
        os.chown(path, account.pw_uid, account.pw_gid)


def program(command):
    """The program that a command line names."""
    return command.split()[0].rpartition("/")[2]
