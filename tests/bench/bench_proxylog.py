"""Reading a log of a front end, beside what wc and awk take for the same file.

wc only looks for the ends of the lines, awk takes the fields apart and counts the
failures.  Fails when a million lines cost more CPU than LIMIT_S.
"""

import os
import shutil
import sys
import tempfile

from ground import IS_SMOKE, median_cost, program, row

LINES = 2_000 if IS_SMOKE else 200_000
RUNS = 5
LIMIT_S = 2.0
# 73 columns of which nine count, as Exchange 2019 writes them.
BEFORE = ("DateTime,RequestId,MajorVersion,MinorVersion,BuildVersion,RevisionVersion,"
          "ClientRequestId,Protocol,UrlHost,UrlStem,ProtocolAction,AuthenticationType,"
          "IsAuthenticated,AuthenticatedUser,Organization,AnchorMailbox,UserAgent,"
          "ClientIpAddress,ServerHostName,HttpStatus,BackEndStatus,ErrorCode,Method,"
          "ProxyAction,TargetServer,TargetServerVersion")
AFTER = "TotalRequestTime,RouteRefresherLatency,UrlQuery,BackEndGenericInfo,"
AFTER += "GenericInfo,GenericErrors,EdgeTraceId,DatabaseGuid,UserADObjectGuid"
BETWEEN = [f"Latency{i}" for i in range(37)]


def values(number):
    """The fields of one request; every fiftieth has failed."""
    backend = "500" if number % 50 == 0 else "200"
    before = ["2026-11-21T04:34:10.250Z", "0b6d7c2a-8b0a-4f7e-9a55-3f1c5a528d0e", "15",
              "2", "1544", "4", "{3F1C5A52-8D0E-4C7E-9B6A-2A54D1F0C9E7}", "RpcHttp",
              "mail.lab.test", "/rpc/rpcproxy.dll", "", "Negotiate", "True",
              "LAB\\alice", "", "MailboxGuid~3f1c5a52-8d0e-4c7e-9b6a-2a54d1f0c9e7",
              "MSRPC", "192.0.2.17", "EX1", "200", backend, "", "RPC_OUT_DATA",
              "Proxy", f"EX{number % 3}.lab.test", "15.02.1544.000"]
    info = ("BeginRequest=2026-11-21T04:34:09.130Z;CorrelationID=<empty>;"
            "ProxyState-Run=None;DownLevelTargetHash=0/0/0;FEAuth=BEVersion-1942062522;"
            "BeginGetResponse=2026-11-21T04:34:09.130Z;EndRequest=04:34:10.250Z;") * 2
    after = [str(number % 9000), "", "?EX1.lab.test:6001", "", f'"{info}"', "", "", "",
             ""]
    return before + ["1" if i % 9 == 0 else "" for i in range(len(BETWEEN))] + after


def write_log(path, lines):
    """Writes the log; returns its size in bytes."""
    block = "".join(",".join(values(number)) + "\r\n" for number in range(1000))
    with open(path, "w", encoding="utf-8", newline="") as file:
        file.write(f"#Fields: {BEFORE},{','.join(BETWEEN)},{AFTER}\r\n")
        for _ in range(lines // 1000):
            file.write(block)
    return os.path.getsize(path)


def main():
    """Prints the table; 1 if the limit is broken."""
    with tempfile.TemporaryDirectory(prefix="oa-bench-") as folder:
        path = os.path.join(folder, "a.log")
        size = write_log(path, LINES)
        row("log", f"{size / 1e6:.0f}", "MB", f"{LINES} lines of {size // LINES} bytes")
        cost = median_cost([program("check_oa_proxylog"), "-l", path, "--window", "0",
                            "-t", "60"], RUNS)
        per_million = cost.cpu * 1e6 / LINES
        row("check_oa_proxylog: cpu", f"{per_million:.2f}", "s",
            f"for a million lines, median of {RUNS}; limit {LIMIT_S:g}")
        others = {"wc -l": ["wc", "-l", path], "awk": [
            "awk", "-F,", "{n++} $20 >= 400 || $21 >= 400 {e++} END {print n, e}",
            path]}
        for name, command in others.items():
            if shutil.which(command[0]):
                other = median_cost(command, RUNS).cpu
                row(f"{name}: cpu", f"{other * 1e6 / LINES:.2f}", "s",
                    f"check_oa_proxylog takes {cost.cpu / max(other, 1e-6):.2f} times")
    return 0 if per_million <= LIMIT_S or IS_SMOKE else 1


if __name__ == "__main__":
    sys.exit(main())
