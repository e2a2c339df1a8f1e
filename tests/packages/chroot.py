"""A bare Debian or Ubuntu below a folder, of the release that this machine has: made
by debootstrap, and commands are run in it."""

import platform
import shutil
import subprocess

import make

# Without a network there is still the loopback interface, which must be brought up.
ENTER = """set -e
mount -t proc proc "$1/proc"
mount --rbind /dev "$1/dev"
[ "$3" = online ] || ip link set lo up
exec chroot "$1" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LC_ALL=C.UTF-8 \\
    DEBIAN_FRONTEND=noninteractive sh -euc "$2"
"""

# A command in a booted system, after which the system goes down.
UNIT = """[Unit]
Description=the test
After=multi-user.target
[Service]
Type=oneshot
ExecStart=sh -euc 'exec >/srv/said 2>&1; cd {folder}; {command}; echo done'
ExecStopPost=systemctl poweroff --no-block
[Install]
WantedBy=default.target
"""

TOOLS = ("debootstrap", "unshare", "chroot", "ip", "apt-config", "systemd-nspawn")


class Chroot:
    """The folder; what is started in it ends with the command that started it."""

    def __init__(self, folder):
        self.folder = folder
        release = platform.freedesktop_os_release()
        parts = "main,universe" if release["ID"] == "ubuntu" else "main"
        make.run(["debootstrap", "--variant=minbase", f"--components={parts}",
                  release["VERSION_CODENAME"], str(folder)], "/")
        # how this machine reaches the archive
        settings = make.run(["apt-config", "dump", "Acquire"], "/")
        (folder / "etc/apt/apt.conf.d/90acquire").write_text(settings, encoding="utf-8")
        shutil.copy("/etc/resolv.conf", folder / "etc/resolv.conf")

    def call(self, command, is_online=False, seconds=600):
        """Runs a shell command; returns its status and all that it said."""
        words = ["unshare", "--mount", "--pid", "--fork", "--kill-child"]
        if not is_online:
            words.append("--net")
        words += ["sh", "-c", ENTER, "sh", str(self.folder), command,
                  "online" if is_online else "alone"]
        done = subprocess.run(words, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, text=True, check=False,
                              timeout=seconds)
        return done.returncode, done.stdout

    def run(self, command, **options):
        """Runs a shell command that must succeed; returns what it said."""
        status, said = self.call(command, **options)
        assert status == 0, f"{command}: {status}\n{said[-6000:]}"
        return said

    def install(self, *words):
        """Has apt install packages or files, without what is only recommended."""
        return self.run("apt-get -qq update && apt-get -q -y install "
                        "--no-install-recommends " + " ".join(words), is_online=True)

    def boot(self, command, folder="/", seconds=300):
        """Boots the system without a network and runs a command in it."""
        name = "etc/systemd/system/oa-test.service"
        (self.folder / name).write_text(UNIT.format(command=command, folder=folder),
                                        encoding="utf-8")
        said = self.folder / "srv/said"
        said.unlink(missing_ok=True)
        self.run("systemctl -q enable oa-test.service")
        done = subprocess.run(
            ["systemd-nspawn", "--quiet", "--register=no", "--keep-unit",
             "--private-network", "--boot", "-D", str(self.folder)],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            text=True, check=False, timeout=seconds)
        self.run("systemctl -q disable oa-test.service")
        assert said.exists(), done.stdout[-6000:]
        text = said.read_text(encoding="utf-8")
        assert text.endswith("done\n"), text
        return text
