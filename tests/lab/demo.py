#!/usr/bin/python3
"""Runs a program against a scenario of the laboratory, for people to read.

    demo.py PROGRAM SCENARIO [OPTION...]

The laboratory is started, the command line is printed as one would type it, then
what the program says; the exit status is the program's.
"""

import json
import os
import shlex
import subprocess
import sys
from pathlib import Path

LAB = Path(__file__).with_name("lab.py")
WIDTH = 88

# Programs that talk to an RPC server behind the proxy.
WITH_SERVER = ("check_oa_tunnel", "check_oa")


def start_lab(scenario):
    """Starts a scenario; returns the process and what it says of itself."""
    process = subprocess.Popen(
        [sys.executable, "-B", str(LAB), "serve", scenario],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    line = process.stdout.readline()
    if not line:
        process.wait()
        sys.exit(f"demo.py: the laboratory does not start {scenario}")
    return process, json.loads(line)


def stop_lab(process):
    """Ends the laboratory, which stops when its standard input closes."""
    process.stdin.close()
    try:
        process.wait(timeout=5)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def command_for(program, lab, options):
    """The options of a program that go together, as a list of short lists."""
    pairs = [("-H", lab["host"]), ("-I", lab["address"]), ("-p", lab["https"]),
             ("--ca-file", lab["ca"])]
    if Path(program).name in WITH_SERVER:
        pairs.append(("-S", lab["server"]))
    pairs.append(("-u", lab["user"]))
    parts = [[option, str(value)] for option, value in pairs if value]
    return [[program]] + parts + [lab["args"]] + [options]


def show(parts):
    """Prints a command line, broken where the shell allows it."""
    line = "$ OA_PASSWORD=..."
    for part in parts:
        text = shlex.join(part)
        if text and len(line) + len(text) + 3 > WIDTH:
            print(line + " \\")
            line = "    " + text
        elif text:
            line += " " + text
    print(line, flush=True)


def main():
    """Sees to it that the laboratory ends with the program."""
    if len(sys.argv) < 3:
        sys.exit("usage: demo.py PROGRAM SCENARIO [OPTION...]")
    process, lab = start_lab(sys.argv[2])
    try:
        parts = command_for(sys.argv[1], lab, sys.argv[3:])
        show(parts)
        environment = dict(os.environ, OA_PASSWORD=lab["password"])
        command = [word for part in parts for word in part]
        return subprocess.run(command, env=environment, check=False).returncode
    finally:
        stop_lab(process)


if __name__ == "__main__":
    sys.exit(main())
