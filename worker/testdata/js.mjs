// The trivial Worker that ours is measured against: the same bytes and headers,
// and no decision but the one path and the one header.

import list from 'list.txt';
import names from 'names.json';

const [name] = JSON.parse(names);
const target = `/v1/targets/${name}`;
const etag = `"${name.slice(0, 64)}"`;
const bytes = new TextEncoder().encode(list);
const shared = {
  'Access-Control-Allow-Origin': '*',
  'Cache-Control': 'public, max-age=31536000, immutable',
  ETag: etag,
};
const whole = { headers: { ...shared, 'Content-Type': 'text/plain; charset=utf-8' } };
const unchanged = { status: 304, headers: shared };
const missing = { status: 404, headers: { 'Content-Type': 'text/plain; charset=utf-8' } };

export default {
  fetch(request) {
    if (!request.url.endsWith(target)) return new Response('not found\n', missing);
    if (request.headers.get('if-none-match') === etag) return new Response(null, unchanged);
    return new Response(bytes, whole);
  },
};
