"""Makes the repository of tuf-conformance one that could be a Nearmiss channel.

A plugin for pytest (-p repository). What the suite tests stays as it is; the
repository that it plays is told what every channel of ours has:

* keys are Ed25519 keys, unless a test names another kind;
* there is always one list, which no test knows of;
* a file for download is a description of a webmail, whose id is made of the
  file's path and which holds the file's bytes: the client takes no other files.
"""

import base64
import copy
import hashlib
import json

from tuf.api.metadata import TargetFile
from tuf_conformance._internal.repository_simulator import RepositorySimulator

LIST = b"# nearmiss-list: 1\n# name: suite\n# role: protected\n# category: suite\n\nexample.mil\n"

_new_signer = RepositorySimulator.new_signer
_publish = RepositorySimulator.publish
_fetch = RepositorySimulator.fetch


def path_of(path):
    return f"webmail-{hashlib.sha256(path.encode()).hexdigest()[:30]}.json"


def description(path, data):
    content = base64.b64encode(data).decode()
    return json.dumps({"id": path_of(path)[8:-5], "version": 1, "content": content}).encode()


def described(repository, path, target):
    """What the targets metadata says of the description of a file."""
    known = repository.__dict__.setdefault("described", {})
    key = (path, tuple(sorted(target.hashes.items())))
    data = repository.artifacts[path].data
    if key not in known:
        known[key] = copy.deepcopy(target)
        known[key].length = len(description(path, data))
        for name in target.hashes:
            if name in hashlib.algorithms_available:
                known[key].hashes[name] = hashlib.new(name, description(path, data)).hexdigest()
    known[key].path = path_of(path)
    return known[key]


def new_signer(self, keytype="ed25519", scheme="ed25519"):
    return _new_signer(self, keytype, scheme)


def publish(self, roles, verify_version=True):
    """Signs the targets with what a channel has in the place of the suite's files."""
    files = self.targets.targets
    translated = {path_of(path): described(self, path, target) for path, target in files.items()}
    translated["suite.txt"] = TargetFile.from_data("suite.txt", LIST, ["sha256"])
    self.targets.targets = translated
    try:
        _publish(self, roles, verify_version)
    finally:
        self.targets.targets = files


def fetch(self, path):
    """Serves the description of a file, and counts it as the file's."""
    prefix, _, name = path.removeprefix("targets/").partition(".")
    if not path.startswith("targets/"):
        return _fetch(self, path)
    if name == "suite.txt":
        return LIST
    for (file, hashes), target in self.__dict__.get("described", {}).items():
        for algorithm, value in target.hashes.items():
            if target.path == name and value == prefix:
                self.artifact_statistics.append((file, dict(hashes)[algorithm]))
                return description(file, self.artifacts[file].data)
    raise ValueError(f"No target {name}")


RepositorySimulator.new_signer = new_signer
RepositorySimulator.publish = publish
RepositorySimulator.fetch = fetch
