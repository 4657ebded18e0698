// Signs metadata for tests and measurements. Its keys are known to everybody.

import { createHash, createPrivateKey, createPublicKey, sign } from 'node:crypto';

export const sha256 = (text) => createHash('sha256').update(text).digest('hex');

/** JSON with sorted names: canonical as long as the strings are plain. */
function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  return `{${Object.keys(value)
    .sort()
    .map((name) => `${JSON.stringify(name)}:${canonical(value[name])}`)
    .join(',')}}`;
}

/** The key pair made of one byte, repeated. */
export function keyPair(n) {
  const seed = Buffer.alloc(32, n);
  const pkcs8 = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), seed]);
  const secret = createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' });
  const raw = createPublicKey(secret).export({ format: 'der', type: 'spki' }).subarray(-32);
  const key = { keytype: 'ed25519', scheme: 'ed25519', keyval: { public: raw.toString('hex') } };
  return { secret, key, id: sha256(canonical(key)) };
}

const expires = '2099-01-01T00:00:00Z';
export const keys = [1, 2, 3].map(keyPair);

export function signed(type, version, rest, by = keys.slice(0, 2)) {
  const body = { _type: type, spec_version: '1.0.33', version, expires, ...rest };
  const bytes = Buffer.from(canonical(body));
  const signatures = by.map(({ id, secret }) => ({ keyid: id, sig: sign(null, bytes, secret).toString('hex') }));
  return JSON.stringify({ signatures, signed: body });
}

export function root(version) {
  const role = { keyids: keys.map(({ id }) => id), threshold: 2 };
  return signed('root', version, {
    consistent_snapshot: true,
    keys: Object.fromEntries(keys.map(({ id, key }) => [id, key])),
    roles: { root: role, targets: role, snapshot: role, timestamp: role },
  });
}

const described = (version, text) => ({ version, length: text.length, hashes: { sha256: sha256(text) } });

export function release(version, files, by) {
  const targets = signed(
    'targets',
    version,
    {
      targets: Object.fromEntries(
        Object.entries(files).map(([name, text]) => [name, { length: text.length, hashes: { sha256: sha256(text) } }]),
      ),
    },
    by,
  );
  const snapshot = signed('snapshot', version, { meta: { 'targets.json': described(version, targets) } });
  const timestamp = signed('timestamp', version, { meta: { 'snapshot.json': described(version, snapshot) } });
  return { roots: [], targets, snapshot, timestamp };
}

