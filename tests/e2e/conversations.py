"""Conversations to be spoilt: scenario changes and options, and what may stay wrong.

A mutation that provably does not matter is in HARMLESS, by rule and with its reason.
"""

import re

MAILBOX = "/o=LAB/ou=Exchange/cn=Recipients/cn=alice"
SERVER = "/o=LAB/ou=Exchange/cn=Configuration/cn=Servers/cn=EX1"
NTLM = ("--rpc-auth", "ntlm", "--rpc-level")
OTHER = ("--interface", "emsmdb", "-e", "7001")

# name: tables that differ from the healthy scenario, options
CONVERSATIONS = {
    "plain": ({}, ("-e", "6001")),
    "mgmt": ({}, ("-e", "6004")),
    "privacy": ({}, ("-e", "6001", *NTLM, "privacy")),
    "integrity": ({}, ("-e", "6001", *NTLM, "integrity")),
    "connect": ({}, ("-e", "6001", *NTLM, "connect")),
    "pings": ({"tunnel": {"ping_before": True, "window": 128}}, ("-e", "6001")),
    "fragments": ({"rpc": {"fragment": 3}}, ("-e", "6004")),
    "logon": ({"mailbox": {"session_limit": 100000}},
              ("-e", "6001", "--depth", "logon", "--mailbox-dn", MAILBOX)),
    "referral": ({}, ("-e", "6002", "--depth", "referral", "--server-dn", SERVER)),
    "names": ({}, ("-e", "6004", "--depth", "addressbook", "--check-name", "Alice")),
    "nak": ({"endpoint": [{"port": 7001, "rpc": {"bind": "nak"}}]}, OTHER),
    "fault": ({"endpoint": [{"port": 7001, "rpc": {"fault": 0x1C010002}}]}, OTHER),
}

# pattern of "conversation/number/kind/mutation", reason
_REFERENT = "every number but 0 is a pointer"
_ROOM = "room for more than is sent"
_TEXT = "text that is reported, and its padding"
_UNREAD = "behind the last byte that is read"
_NOT_SMALL = "/(max|sign|positive|more|less|flip)$"
HARMLESS = [
    (r"/command2-timeout@", "a number that is reported; nothing waits so long"),
    (r"/conn-c2/command0-window@\d+" + _NOT_SMALL, "the window holds the whole run"),
    (r"/(bind|alter)_ack/max-recv@\d+" + _NOT_SMALL, "every request is shorter"),
    (r"/(bind|alter)_ack/max-xmit@", "what is sent is judged as it comes"),
    (r"/(bind|alter)_ack/group@", "a name for further connections, of which none is"),
    (r"/(bind|alter)_ack/address", "text that is reported, and its padding"),
    (r"/(bind|alter)_ack/reserved@", "[C706] 12.6.3.1: ignored"),
    (r"/(bind|alter)_ack/reason@", "says why a context was refused, and it was not"),
    (r"/(bind|alter)_ack/flags@3/(max|positive|flip)$", "still first and last"),
    (r"/(bind|alter)_ack/long/", "nobody asked for what is behind the results"),
    (r"/alter_ack/result@", "a second interface may be refused"),
    (r"/response/flags@3/(max|positive|flip)$", "still first and last"),
    (r"/response/alloc-hint@", "[C706] 12.6.4.10: a hint"),
    (r"/response/(cancels|reserved)@", "no call is ever cancelled"),
    (r"/response/context@", "one call is under way, and its id tells which"),
    (r"/conn-c2/twice$", "[MS-RPCH] 3.2.2.5: on an open connection to be ignored"),
    (r"^(plain|privacy|integrity|connect)/3/response/(behind/|twice)", _UNREAD),
    (r"^(mgmt/4|fragments/6|pings/8)/response/(behind/|twice)", _UNREAD),
    (r"^mgmt/4/response/long/", "bytes behind the results of is_server_listening"),
    (r"^mgmt/4/response/stub@28/", "every number but 0 is true"),
    (r"^fragments/5/response/flags@3/sign$", "still neither first nor last"),
    (r"^fragments/5/response/stub@24/(sign|flip)$", "every number but 0 is true"),
    (r"^fragments/6/response/stub@24/", "every number but 0 is true"),
    (r"^fragments/[456]/response/(long/|twice)", "the numbers are there, and more"),
    (r"^logon/3/response/stub@(44|48|52|56)/", "the pace at which a client would poll"),
    (r"^logon/3/response/stub@(60|116)/", _REFERENT),
    (r"^logon/3/response/stub@(64|120|156)/", _ROOM),
    (r"^logon/3/response/stub@(7[6-9]|8[0-9]|9[0-9]|10[0-9]|11[0-2])/", _TEXT),
    (r"^logon/3/response/stub@(132|136)/|^logon/3/response/stub@128/less$", _TEXT),
    (r"^logon/3/response/stub@(140|144|148|152)/", "versions and time, reported only"),
    (r"^logon/3/response/stub@(160|168)/", "more auxiliary data than is looked at"),
    (r"^(logon/4|names/5)/response/stub@(24|28|32|36|40)/", "a handle used no more"),
    (r"^(logon/4|names/5|referral/4)/response/(behind/|twice)", _UNREAD),
    (r"^names/4/response/stub@(24|48)/", _REFERENT),
    (r"^names/4/response/stub@28/", _ROOM),
    (r"^names/4/response/stub@44/1$", "several who have the name are enough"),
    (r"^names/4/response/(stub@5|long/|short/)", "rows behind the match, not wanted"),
    (r"^names/5/response/stub@44/0$", "neither success nor failure, but an end"),
    (r"^referral/(3/response/stub@(28|32)|4/response/stub@24)/", _REFERENT),
    (r"^referral/(3/response/stub@36|4/response/stub@28)/", _ROOM),
    (r"^referral/3/response/stub@(48|52|56|60)/", "this proxy takes any name"),
    (r"^referral/4/response/stub@(40|44|48|52)/", "this proxy takes any name"),
    (r"/bind_ack/auth-level@", "each protected PDU proves its level"),
    (r"/bind_ack/auth-reserved@", "[MS-RPCE] 2.2.2.11: ignored"),
    (r"/bind_ack/token@(1[0-9][0-9]|2[0-9][0-9])/",
     "names and time in the challenge: the client repeats them, the server judges"),
    (r"^connect/2/bind_ack/token@88/", "flags of keys that this level does not use"),
    (r"/flow-ack/", "the window held the whole run before"),
    (r"/ping/(twice|nothing|cut/0)$", "no ping is waited for"),
    (r"^pings/[57]/ping/rts-flags@", "other RTS PDUs on an open connection"),
]


def excuse(case):
    """Why a case may be fine, or None."""
    for pattern, reason in HARMLESS:
        if re.search(pattern, case):
            return reason
    return None
