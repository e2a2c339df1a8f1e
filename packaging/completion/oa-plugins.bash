# SPDX-License-Identifier: GPL-3.0-or-later
# Completion for bash, made by `make definitions'.  bash-completion reads it when one of
# the programs is completed; it can be sourced as well and needs nothing else.
# shellcheck shell=bash

# The options of a program.
_oa_plugins_options() {
	case $1 in
	check_oa)
		printf '%s\n' -S --server --alt-server -e --endpoint --depth \
			--rpc-auth --mailbox-dn --check-name --device-timeout \
			--cert-warning --cert-critical --principal -E --email \
			--no-autodiscover --allow-host --no-mapihttp \
			--mapihttp-suffices --backend --accept-self-signed \
			--inside-address --changed --settle -H --hostname -I \
			--address -p --port -4 --ipv4 -6 --ipv6 --path --no-tls \
			--resolver --expect-address --inside --outside --proxy \
			--ca-file --ca-dir --ca-only --tls-min --tls-max \
			--legacy-tls --insecure -u --username \
			--credentials-file --password-file --password --auth \
			--keytab --ccache --spn --no-channel-binding \
			--state-dir --lockout-interval --account-good --tries \
			--interval --alert --all-addresses -t --timeout \
			--timeout-result -w --warning -c --critical -v \
			--verbose --output --no-internal-names --html \
			--extra-opts -V --version -h --help
		;;
	check_oa_auth)
		printf '%s\n' --require --forbid --expect-ep --node --plain-port -S \
			--server -H --hostname -I --address -p --port -4 --ipv4 \
			-6 --ipv6 --path --no-tls --resolver --expect-address \
			--inside --outside --proxy --ca-file --ca-dir --ca-only \
			--tls-min --tls-max --legacy-tls --insecure -u \
			--username --credentials-file --password-file \
			--password --auth --keytab --ccache --spn \
			--no-channel-binding --state-dir --lockout-interval \
			--account-good --tries --interval --alert \
			--all-addresses -t --timeout --timeout-result -w \
			--warning -c --critical -v --verbose --output \
			--no-internal-names --html --extra-opts -V --version -h \
			--help
		;;
	check_oa_autodiscover)
		printf '%s\n' -E --email --allow-host --all-methods --require-srv \
			--same-address --http-port -H --hostname -I --address \
			-p --port -4 --ipv4 -6 --ipv6 --path --no-tls \
			--resolver --expect-address --inside --outside --proxy \
			--ca-file --ca-dir --ca-only --tls-min --tls-max \
			--legacy-tls --insecure -u --username \
			--credentials-file --password-file --password --auth \
			--keytab --ccache --spn --no-channel-binding \
			--state-dir --lockout-interval --account-good --tries \
			--interval --alert --all-addresses -t --timeout \
			--timeout-result -w --warning -c --critical -v \
			--verbose --output --no-internal-names --html \
			--extra-opts -V --version -h --help
		;;
	check_oa_backend)
		printf '%s\n' --backend -S --server --alt-server --expect-closed \
			--accept-self-signed -H --hostname -I --address -p \
			--port -4 --ipv4 -6 --ipv6 --path --no-tls --resolver \
			--expect-address --inside --outside --proxy --ca-file \
			--ca-dir --ca-only --tls-min --tls-max --legacy-tls \
			--insecure -u --username --credentials-file \
			--password-file --password --auth --keytab --ccache \
			--spn --no-channel-binding --state-dir \
			--lockout-interval --account-good --tries --interval \
			--alert --all-addresses -t --timeout --timeout-result \
			-w --warning -c --critical -v --verbose --output \
			--no-internal-names --html --extra-opts -V --version -h \
			--help
		;;
	check_oa_cert)
		printf '%s\n' -w --warning -c --critical --match --principal \
			--xp-clients --intermediates --self-signed --pin \
			--issuer --not-issuer --all-addresses --same-cert-as \
			--crl --crl-check --ocsp-check --reject-tls \
			--max-validity --client-cert --client-key --state-dir \
			--no-request -H --hostname -I --address -p --port -4 \
			--ipv4 -6 --ipv6 --path --no-tls --resolver \
			--expect-address --inside --outside --proxy --ca-file \
			--ca-dir --ca-only --tls-min --tls-max --legacy-tls \
			--insecure --tries --interval --alert -t --timeout \
			--timeout-result -v --verbose --output \
			--no-internal-names --html --extra-opts -V --version -h \
			--help
		;;
	check_oa_mapihttp)
		printf '%s\n' --mailbox --connect --mailbox-dn -H --hostname -I \
			--address -p --port -4 --ipv4 -6 --ipv6 --path --no-tls \
			--resolver --expect-address --inside --outside --proxy \
			--ca-file --ca-dir --ca-only --tls-min --tls-max \
			--legacy-tls --insecure -u --username \
			--credentials-file --password-file --password --auth \
			--keytab --ccache --spn --no-channel-binding \
			--state-dir --lockout-interval --account-good --tries \
			--interval --alert --all-addresses -t --timeout \
			--timeout-result -w --warning -c --critical -v \
			--verbose --output --no-internal-names --html \
			--extra-opts -V --version -h --help
		;;
	check_oa_proxylog)
		printf '%s\n' -l --log --state-dir --window -w --warning -c \
			--critical --min-requests --expect-traffic -t --timeout \
			--timeout-result -v --verbose --output \
			--no-internal-names --html --extra-opts -V --version -h \
			--help
		;;
	check_oa_rpcproxy)
		printf '%s\n' -S --server -H --hostname -I --address -p --port -4 \
			--ipv4 -6 --ipv6 --path --no-tls --resolver \
			--expect-address --inside --outside --proxy --ca-file \
			--ca-dir --ca-only --tls-min --tls-max --legacy-tls \
			--insecure -u --username --credentials-file \
			--password-file --password --auth --keytab --ccache \
			--spn --no-channel-binding --state-dir \
			--lockout-interval --account-good --tries --interval \
			--alert --all-addresses -t --timeout --timeout-result \
			-w --warning -c --critical -v --verbose --output \
			--no-internal-names --html --extra-opts -V --version -h \
			--help
		;;
	check_oa_tunnel)
		printf '%s\n' -S --server --alt-server -e --endpoint --depth \
			--mailbox-dn --pose-version --cached-mode --check-name \
			--server-dn --interface --rpc-auth --rpc-level \
			--device-timeout --refuse-fast --refuse-slow --hold \
			--hold-pings -H --hostname -I --address -p --port -4 \
			--ipv4 -6 --ipv6 --path --no-tls --resolver \
			--expect-address --inside --outside --proxy --ca-file \
			--ca-dir --ca-only --tls-min --tls-max --legacy-tls \
			--insecure -u --username --credentials-file \
			--password-file --password --auth --keytab --ccache \
			--spn --no-channel-binding --state-dir \
			--lockout-interval --account-good --tries --interval \
			--alert --all-addresses -t --timeout --timeout-result \
			-w --warning -c --critical -v --verbose --output \
			--no-internal-names --html --extra-opts -V --version -h \
			--help
		;;
	esac
}

# What the option $2 of the program $1 takes: words, or @file, @directory, @host, or @
# for what nobody can guess.  Nothing for an option that takes no value.
_oa_plugins_values() {
	case "$1 $2" in
	*' -S' | *' --server' | *' --alt-server' | *' -e' | \
		*' --endpoint' | *' --mailbox-dn' | *' --check-name' | \
		*' --device-timeout' | *' --cert-warning' | *' --cert-critical' | \
		*' --principal' | *' -E' | *' --email' | *' --allow-host' | \
		*' --inside-address' | *' --changed' | *' --settle' | *' -I' | \
		*' --address' | *' -p' | *' --port' | *' --path' | *' --resolver' | \
		*' --expect-address' | *' --proxy' | *' -u' | *' --username' | \
		*' --password' | *' --ccache' | *' --spn' | \
		*' --lockout-interval' | *' --tries' | *' --interval' | \
		*' --alert' | *' -t' | *' --timeout' | *' -w' | *' --warning' | \
		*' -c' | *' --critical' | *' --extra-opts' | *' --require' | \
		*' --forbid' | *' --node' | *' --plain-port' | *' --http-port' | \
		*' --match' | *' --pin' | *' --issuer' | *' --not-issuer' | \
		*' --reject-tls' | *' --max-validity' | *' --mailbox' | \
		*' --window' | *' --min-requests' | *' --pose-version' | \
		*' --server-dn' | *' --refuse-fast' | *' --refuse-slow' | \
		*' --hold' | *' --hold-pings') echo '@' ;;
	'check_oa --depth') echo 'tunnel bind call referral addressbook logon' ;;
	*' --rpc-auth') echo 'auto none ntlm kerberos' ;;
	*' --backend' | *' -H' | *' --hostname' | *' --same-cert-as') echo '@host' ;;
	*' --ca-file' | *' --credentials-file' | *' --password-file' | \
		*' --keytab' | *' --html' | *' --intermediates' | *' --crl' | \
		*' --client-cert' | *' --client-key' | *' -l' | *' --log') echo '@file' ;;
	*' --ca-dir' | *' --state-dir') echo '@directory' ;;
	*' --tls-min' | *' --tls-max') echo '1.0 1.1 1.2 1.3' ;;
	*' --auth') echo 'auto basic ntlm negotiate' ;;
	*' --timeout-result') echo 'default ok warning critical unknown' ;;
	*' --output') echo 'text json prometheus' ;;
	*' --expect-ep') echo 'any skip none allow require' ;;
	'check_oa_tunnel --depth') echo 'echo tunnel bind call referral addressbook logon' ;;
	*' --interface') echo 'own mgmt emsmdb rfr nspi' ;;
	*' --rpc-level') echo 'connect integrity privacy' ;;
	esac
}

_oa_plugins() {
	local program=${1##*/} current=${COMP_WORDS[COMP_CWORD]} previous=$3 values
	COMPREPLY=()
	# bash cuts --option=value in three
	if [[ $current == = ]]; then
		current=
	elif [[ $previous == = ]]; then
		previous=${COMP_WORDS[COMP_CWORD - 2]}
	fi
	values=$(_oa_plugins_values "$program" "$previous")
	case $values in
	'')
		mapfile -t COMPREPLY < <(
			compgen -W "$(_oa_plugins_options "$program")" -- "$current"
		)
		;;
	@file)
		compopt -o filenames 2>/dev/null
		mapfile -t COMPREPLY < <(compgen -f -- "$current")
		;;
	@directory)
		compopt -o filenames 2>/dev/null
		mapfile -t COMPREPLY < <(compgen -d -- "$current")
		;;
	@host) mapfile -t COMPREPLY < <(compgen -A hostname -- "$current") ;;
	@) ;;
	*) mapfile -t COMPREPLY < <(compgen -W "$values" -- "$current") ;;
	esac
}

complete -F _oa_plugins check_oa check_oa_auth check_oa_autodiscover check_oa_backend check_oa_cert check_oa_mapihttp check_oa_proxylog check_oa_rpcproxy check_oa_tunnel
