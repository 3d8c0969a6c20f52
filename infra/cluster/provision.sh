#!/usr/bin/env bash
# Provisions a Temporal server on PostgreSQL: programs, schema, settings, namespace. Every step may be repeated.
#
#   provision.sh programs    build the server, its schema tool and the temporal CLI with Go (5-10 minutes on 2 cores, once)
#   provision.sh schema      create both databases where missing and bring their schemas up to the server's version
#   provision.sh settings    install and check the server's settings
#   provision.sh start       run the server in the foreground (what the unit file does)
#   provision.sh namespace   create the namespace, with 90 days of retention, once the server answers
#
# OURO_PREFIX (/opt/ouroboros) is where everything lies; the rest is read from the file that OURO_CLUSTER_ENV names
# (/etc/ouroboros/cluster.env), see cluster.env.example.
set -euo pipefail

server_version=v1.32.0
cli_version=v1.5.1
prefix=${OURO_PREFIX:-/opt/ouroboros}
settings=${OURO_CLUSTER_ENV:-/etc/ouroboros/cluster.env}
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

if [[ -r $settings ]]; then
  set -a
  # shellcheck source=cluster.env.example
  source "$settings"
  set +a
fi
address=${TEMPORAL_BIND_IP:-127.0.0.1}:${TEMPORAL_PORT:-7233}

fail() { echo "provision.sh: $*" >&2; exit 1; }

programs() {
  command -v go >/dev/null || fail "Go builds the server and is not on the PATH; see https://go.dev/dl or your distribution."
  mkdir -p "$prefix/bin"
  export GOBIN=$prefix/bin CGO_ENABLED=0
  [[ -x $GOBIN/server && -x $GOBIN/sql ]] ||
    go install "go.temporal.io/server/cmd/server@$server_version" "go.temporal.io/server/cmd/tools/sql@$server_version"
  [[ -x $GOBIN/temporal ]] || go install "github.com/temporalio/cli/cmd/temporal@$cli_version"
  local module
  module=$(go mod download -json "go.temporal.io/server@$server_version" | sed -n 's/^\s*"Dir": "\(.*\)",\?$/\1/p')
  rm -rf "$prefix/schema"
  cp -r "$module/schema/postgresql/v12" "$prefix/schema"
  chmod -R u+w "$prefix/schema"
  echo "Programs and schema files of server $server_version are in $prefix."
}

schema() {
  command -v psql >/dev/null || fail "psql is not on the PATH; Debian has it in postgresql-client."
  [[ -x $prefix/bin/sql ]] || fail "$prefix/bin/sql is missing; run \`provision.sh programs\` first."
  update_schema temporal temporal
  update_schema temporal_visibility visibility
}

update_schema() {
  local database=$1 folder=$prefix/schema/$2/versioned there
  there=$(ask postgres "select 1 from pg_database where datname = '$database'")
  [[ $there ]] || sql_tool "$database" create-database
  there=$(ask "$database" "select to_regclass('schema_version')")
  [[ $there ]] || sql_tool "$database" setup-schema -v 0.0
  sql_tool "$database" update-schema -d "$folder"
  echo "Database $database is up to date."
}

sql_tool() {
  local database=$1
  shift
  "$prefix/bin/sql" --plugin postgres12_pgx --endpoint "${PGHOST:-127.0.0.1}" --port "${PGPORT:-5432}" \
    --user "${PGUSER:-temporal}" --password "${PGPASSWORD:-}" --database "$database" "$@" 2>&1 >/dev/null | grep -v -e DEBUG -e INFO >&2 || [[ ${PIPESTATUS[0]} == 0 ]]
}

ask() {
  PGPASSWORD=${PGPASSWORD:-} psql -XAtq -h "${PGHOST:-127.0.0.1}" -p "${PGPORT:-5432}" -U "${PGUSER:-temporal}" \
    -d "$1" -c "$2"
}

install_settings() {
  mkdir -p "$prefix/etc"
  cp "$here/temporal.yaml" "$here/dynamic-config.yaml" "$prefix/etc/"
  "$prefix/bin/server" --config "$prefix/etc" --env temporal render-config >/dev/null
  "$prefix/bin/server" validate-dynamic-config "$prefix/etc/dynamic-config.yaml"
  echo "Settings are in $prefix/etc."
}

start() {
  export TEMPORAL_DYNAMIC_CONFIG=${TEMPORAL_DYNAMIC_CONFIG:-$prefix/etc/dynamic-config.yaml}
  exec "$prefix/bin/server" --config-file "$prefix/etc/temporal.yaml" --allow-no-auth start
}

namespace() {
  local name=${TEMPORAL_NAMESPACE:-ouroboros} deadline=$((SECONDS + 60))
  until "$prefix/bin/temporal" operator cluster health --address "$address" >/dev/null 2>&1; do
    ((SECONDS < deadline)) || fail "no Temporal server answers at $address within a minute; start it first."
    sleep 1
  done
  if ! "$prefix/bin/temporal" operator namespace describe --address "$address" -n "$name" >/dev/null 2>&1; then
    "$prefix/bin/temporal" operator namespace create --address "$address" --retention 90d -n "$name"
  fi
  echo "Namespace $name is there. Workers: TEMPORAL_ADDRESS=$address TEMPORAL_NAMESPACE=$name ouro worker"
}

case ${1:-} in
  programs | schema | start | namespace) "$1" ;;
  settings) install_settings ;;
  *) sed -n '2,12s/^# \{0,1\}//p' "${BASH_SOURCE[0]}"; exit 2 ;;
esac
