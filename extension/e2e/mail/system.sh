# Starts the mail system $1 describes, as the first process of its own namespaces:
# when it ends, all that it started ends. It ends with its standard input.
set -e
. "$1/ports"
cd "$1"
# SOGo reads this folder and no other; only processes in here see ours in its place.
mount --bind "$1/etc-sogo" /etc/sogo
mount -t tmpfs tmpfs /run/sogo 2>/dev/null || { mkdir -p /run/sogo; mount -t tmpfs tmpfs /run/sogo; }
chown sogo: /run/sogo

as() { user=$1; shift; setpriv --reuid "$user" --regid "$(id -g "$user")" --clear-groups "$@"; }

as postgres "$postgres_bin/initdb" --auth=trust --no-sync --encoding=UTF8 --locale=C -D "$1/postgres" >postgres.log
as postgres "$postgres_bin/postgres" -D "$1/postgres" -p "$postgres" -c listen_addresses=127.0.0.1 \
  -c unix_socket_directories= -c fsync=off -c shared_buffers=16MB >>postgres.log 2>&1 &
as nobody memcached -l 127.0.0.1 -p "$memcached" -U 0 -m 16 >memcached.log 2>&1 &
dovecot -F -c "$1/dovecot.conf" >dovecot.out 2>&1 &

as nobody php -r '$db = new PDO("sqlite:" . $argv[1]); $db->exec("PRAGMA journal_mode=WAL"); $db->exec(file_get_contents($argv[2]));' \
  "$1/roundcube/roundcube.sqlite" /usr/share/roundcube/SQL/sqlite.initial.sql
(
  cd /var/lib/roundcube/public_html
  ROUNDCUBE_CONFIG_DIR=$1/roundcube-config PHP_CLI_SERVER_WORKERS=4 \
    as nobody php -d upload_max_filesize=16M -d post_max_size=20M -S "127.0.0.1:$roundcube" >"$1/php.log" 2>&1 &
)

until as postgres psql -q -h 127.0.0.1 -p "$postgres" -c 'CREATE ROLE sogo LOGIN' postgres 2>>postgres.log; do sleep 0.1; done
as postgres psql -q -h 127.0.0.1 -p "$postgres" -c 'CREATE DATABASE sogo OWNER sogo' postgres
as postgres psql -q -h 127.0.0.1 -p "$postgres" -U sogo -f "$1/sogo.sql" sogo >>postgres.log
HOME=$1/sogo as sogo sogod -WOUseWatchDog YES -WONoDetach YES -WOPort "127.0.0.1:$sogo" -WOLogFile - \
  -WOPidFile "$1/sogo/sogo.pid" >sogo.log 2>&1 &

cat >/dev/null
cd /
# Nobody writes into it any more once the others are gone.
kill -9 -1 2>/dev/null
rm -rf "$1"
