#!/usr/bin/env bash
# deploy/suite.sh: one Redis and the four servers on free loopback ports, with all data in one folder.
# deploy/run and the tests use it, sourced or as a command:
#
#   suite.sh start <folder>                    makes keys, ports and configuration; starts; waits until ready
#   suite.sh stop <folder>                     stops everything, gracefully; fails on sanitizer reports
#   suite.sh kill <folder> <part>              kill -9 of one part: redis or a service
#   suite.sh restart <folder> <part>           starts that part again, on the same port; waits until ready
#
# <folder>/suite.json says where everything is (the CLI reads it: --suite=<folder>). INTERIM_BIN names the
# folder with the programs (default build/release/bin); INTERIM_DRAIN_SECONDS the drain wait (default 1).

# shellcheck source=deploy/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

SUITE_SERVICES=(assessment matching contracting governance)
SUITE_ORGANIZATION=acme
SUITE_ISSUER=interim-rehearsal
SUITE_AUDIENCE=interim
SUITE_BIN=${INTERIM_BIN:-$ROOT/build/release/bin}
SUITE_TIED=${SUITE_TIED:-}  # non-empty: the parts end when this shell ends, even by kill -9

# Prints as many free loopback ports as asked, all different.
suite_free_ports() {
  node -e '
    const net = require("node:net");
    const open = [];
    const next = (left) => {
      if (left === 0) {
        console.log(open.map((s) => s.address().port).join(" "));
        return open.forEach((s) => s.close());
      }
      const server = net.createServer().listen(0, "127.0.0.1", () => next(left - 1));
      open.push(server);
    };
    next(Number(process.argv[1]));' "$1"
}

# suite_port_is_free <port>: nobody listens there.
suite_port_is_free() { ! (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

# Ports of the folder, kept between starts while they are free: variables PORT_<part>, OPS_<service>.
suite_ports() {
  local dir=$1 file=$1/ports port list part
  if [ -f "$file" ]; then
    # shellcheck disable=SC1090
    . "$file"
    for port in $(grep -oE '[0-9]+$' "$file"); do
      suite_port_is_free "$port" || { rm -f "$file"; break; }
    done
  fi
  if [ ! -f "$file" ]; then
    read -ra list < <(suite_free_ports 9)
    {
      printf 'PORT_redis=%s\n' "${list[0]}"
      local i=1
      for part in "${SUITE_SERVICES[@]}"; do
        printf 'PORT_%s=%s\nOPS_%s=%s\n' "$part" "${list[$i]}" "$part" "${list[$((i + 1))]}"
        i=$((i + 2))
      done
    } >"$file"
    # shellcheck disable=SC1090
    . "$file"
  fi
}

# Peers of a service: those to its left, whom it may call.
suite_peers() {
  case $1 in
    matching) echo assessment ;;
    contracting) echo assessment matching ;;
    governance) echo assessment matching contracting ;;
  esac
}

suite_alive() { # <folder> <part>
  local pid
  pid=$(cat "$1/$2.pid" 2>/dev/null) || return 1
  [ -n "$pid" ] && [ -d "/proc/$pid" ] && ! grep -q '^State:.Z' "/proc/$pid/status" 2>/dev/null &&
    { tr '\0' ' ' <"/proc/$pid/cmdline"; } 2>/dev/null | grep -qF "$1/"
}

# suite_spawn <folder> <part> <command...>: in the background, log and pid in the folder.
suite_spawn() {
  local dir=$1 part=$2
  shift 2
  local tie=()
  [ -n "$SUITE_TIED" ] && tie=(setpriv --pdeathsig TERM)
  # Out of the terminal's process group, so that Ctrl-C reaches only the script, which stops the parts
  # in order.
  setsid "${tie[@]}" "$@" >>"$dir/$part.log" 2>&1 </dev/null &
  printf '%s\n' "$!" >"$dir/$part.pid"
  disown "$!"  # no word from the shell when a part is killed on purpose
}

# suite_await <seconds> <what> <command...>: until the command succeeds.
suite_await() {
  local limit=$1 what=$2 end
  shift 2
  end=$((SECONDS + limit + 1))
  until "$@" 2>/dev/null; do
    [ $SECONDS -lt $end ] || { echo "error: no $what after $limit s" >&2; return 1; }
    sleep 0.05
  done
}

suite_redis_ready() { [ "$(redis-cli -h 127.0.0.1 -p "$1" ping 2>/dev/null)" = PONG ]; }

# GET /readyz answers 200. In a shell of its own: a server that dies while it is asked would end the
# caller by SIGPIPE.
suite_http_ready() ( # <port>
  exec 3<>"/dev/tcp/127.0.0.1/$1" || exit 1
  printf 'GET /readyz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n' >&3
  read -r -t 2 status <&3
  [[ $status == *" 200 "* ]]
)

suite_start_part() { # <folder> <part>
  local dir=$1 part=$2
  if [ "$part" = redis ]; then
    mkdir -p "$dir/redis"
    suite_spawn "$dir" redis redis-server --port "$PORT_redis" --bind 127.0.0.1 --dir "$dir/redis/" \
      --appendonly yes --appendfsync everysec --save '' --maxmemory 256mb \
      --maxmemory-policy volatile-ttl --set-proc-title no --daemonize no
  else
    suite_spawn "$dir" "$part" "$SUITE_BIN/${part}_server" "--config=$dir/$part.textproto"
  fi
}

suite_part_ready() { # <folder> <part>
  if [ "$2" = redis ]; then
    suite_redis_ready "$PORT_redis"
  else
    local ops="OPS_$2"
    # A server that ended will not become ready: stop waiting at once.
    suite_alive "$1" "$2" || return 0
    suite_http_ready "${!ops}"
  fi
}

suite_await_part() { # <folder> <part>
  if ! suite_await 60 "readiness of $2" suite_part_ready "$1" "$2" || ! suite_alive "$1" "$2"; then
    echo "error: $2 did not start; last lines of $1/$2.log:" >&2
    tail -5 "$1/$2.log" >&2
    return 1
  fi
}

# suite_start <folder>: the records of an earlier start are kept; remove <folder>/data for a clean one.
suite_start() {
  local dir part
  mkdir -p "$1/data" && chmod 700 "$1" && dir=$(cd "$1" && pwd) || return 1
  suite_stop "$dir"
  suite_ports "$dir"
  rm -f "$dir"/*.log
  suite_write_json "$dir"
  for part in "${SUITE_SERVICES[@]}"; do
    suite_write_config "$dir" "$part"
  done
  suite_make_keys "$dir" || return 1
  for part in redis "${SUITE_SERVICES[@]}"; do
    suite_start_part "$dir" "$part"
  done
  for part in redis "${SUITE_SERVICES[@]}"; do
    suite_await_part "$dir" "$part" || { suite_stop "$dir"; return 1; }
  done
}

# Throw-away keys, and the token that relays and timers use.
suite_make_keys() { # <folder>
  "$SUITE_BIN/interim" keys "--out=$1/keys" >/dev/null &&
    (umask 077 && "$SUITE_BIN/interim" token "--suite=$1" "--org=$SUITE_ORGANIZATION" --sub=relay \
      --roles=service --hours=240 >"$1/keys/service.token.new") &&
    mv "$1/keys/service.token.new" "$1/keys/service.token" || {
    echo "error: could not make keys in $1/keys" >&2
    return 1
  }
}

# suite_stop <folder>: graceful first, by force after 20 s; right to left, Redis last.
suite_stop() {
  local dir=$1 part pid
  for part in governance contracting matching assessment; do
    suite_alive "$dir" "$part" && kill -TERM "$(cat "$dir/$part.pid")" 2>/dev/null
  done
  for part in governance contracting matching assessment redis; do
    if suite_alive "$dir" "$part"; then
      pid=$(cat "$dir/$part.pid")
      [ "$part" = redis ] && kill -TERM "$pid" 2>/dev/null
      suite_await 20 "end of $part" suite_gone "$dir" "$part" || kill -KILL "$pid" 2>/dev/null
    fi
    rm -f "$dir/$part.pid"
  done
  return 0
}

# suite_reports <folder>: prints what a sanitizer has reported in any part; fails when there is something.
suite_reports() {
  ! grep -nE -A 20 'ERROR: (Address|Leak)Sanitizer|WARNING: ThreadSanitizer|runtime error: ' "$1"/*.log 2>/dev/null
}

suite_gone() { ! suite_alive "$1" "$2"; }

suite_kill() { # <folder> <part>
  local port="PORT_$2"
  suite_alive "$1" "$2" || return 0
  # shellcheck disable=SC1091
  . "$1/ports"
  kill -KILL "$(cat "$1/$2.pid")" && suite_await 5 "end of $2" suite_gone "$1" "$2" &&
    # Its first thread may be gone while others still hold the port.
    suite_await 10 "free port of $2" suite_port_is_free "${!port}"
}

suite_restart() { # <folder> <part>
  suite_kill "$1" "$2" || return 1
  # shellcheck disable=SC1091
  . "$1/ports"
  suite_start_part "$1" "$2"
  suite_await_part "$1" "$2"
}

suite_write_json() {
  local dir=$1 part port
  {
    printf '{\n'
    for part in redis "${SUITE_SERVICES[@]}"; do
      port="PORT_$part"
      printf '  "%s": "127.0.0.1:%s",\n' "$part" "${!port}"
    done
    printf '  "organization": "%s",\n  "issuer": "%s",\n  "audience": "%s",\n' \
      "$SUITE_ORGANIZATION" "$SUITE_ISSUER" "$SUITE_AUDIENCE"
    printf '  "key": "%s/keys/signing.pem",\n  "key_set": "%s/keys/keys.json"\n}\n' "$dir" "$dir"
  } >"$dir/suite.json"
}

# The configuration of one server: common/rpc/server_config.proto.
suite_write_config() { # <folder> <service>
  local dir=$1 part=$2 port="PORT_$2" ops="OPS_$2" peer peer_port
  {
    printf '# proto-file: common/rpc/server_config.proto\n# proto-message: interim.rpc.ServerConfig\n'
    printf 'listen_address: "127.0.0.1:%s"\noperations_address: "127.0.0.1:%s"\n' "${!port}" "${!ops}"
    printf 'environment: REHEARSAL\nreflection: true\n'
    printf 'store { sqlite_path: "%s/data/%s.db" }\n' "$dir" "$part"
    printf 'redis { address: "127.0.0.1:%s" }\n' "$PORT_redis"
    printf 'token {\n  key_set_file: "%s/keys/keys.json"\n  issuer: "%s"\n  audience: "%s"\n}\n' \
      "$dir" "$SUITE_ISSUER" "$SUITE_AUDIENCE"
    printf 'service_token_file: "%s/keys/service.token"\n' "$dir"
    printf 'drain_seconds: %s\n' "${INTERIM_DRAIN_SECONDS:-1}"
    for peer in $(suite_peers "$part"); do
      peer_port="PORT_$peer"
      printf 'peers { package: "interim.%s.v1" target: "127.0.0.1:%s" }\n' "$peer" "${!peer_port}"
    done
  } >"$dir/$part.textproto"
}

suite_main() {
  local command=${1:-} dir=${2:-} part=${3:-}
  [ -n "$dir" ] || die "usage: suite.sh start|stop|kill|restart <folder> [part]"
  case $command in
    start) suite_start "$dir" ;;
    stop) dir=$(cd "$dir" && pwd) && suite_stop "$dir" && suite_reports "$dir" ;;
    kill) suite_kill "$(cd "$dir" && pwd)" "$part" ;;
    restart) suite_restart "$(cd "$dir" && pwd)" "$part" ;;
    *) die "suite.sh: no command '$command'" ;;
  esac
}

if [ "${BASH_SOURCE[0]}" = "$0" ]; then
  set -uo pipefail
  suite_main "$@"
fi
