# The list server in workerd: `workerd serve workerd.capnp`, with --directory-path
# and --socket-addr for other places than these.
using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
  services = [
    (name = "lists", worker = .lists),
    (name = "disk", disk = (path = "/data", writable = true)),
  ],
  sockets = [
    (name = "http", address = "*:8080", http = (), service = "lists"),
    (name = "owner", address = "*:8081", http = (), service = (name = "lists", entrypoint = "Owner")),
  ],
);

const lists :Workerd.Worker = (
  compatibilityDate = "2026-11-01",
  modules = [
    (name = "selfhost/entry.mjs", esModule = embed "entry.mjs"),
    (name = "selfhost/bucket.mjs", esModule = embed "bucket.mjs"),
    (name = "worker.mjs", esModule = embed "../worker.mjs"),
    (name = "build/wasm_exec.js", esModule = embed "../build/wasm_exec.js"),
    (name = "build/app.wasm", wasm = embed "../build/app.wasm"),
  ],
  durableObjectNamespaces = [(className = "Disk", uniqueKey = "nearmiss-lists", enableSql = true)],
  durableObjectStorage = (localDisk = "disk"),
  bindings = [
    (name = "DISK", durableObjectNamespace = "Disk"),
    (name = "OWNER_TOKEN", fromEnvironment = "OWNER_TOKEN"),
  ],
);
