import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CoreError, Reactor } from './reactor.ts';

/**
 * The smallest program with a border, by hand: one page of memory, in which input and
 * output are the same buffer at 1,024; an input of 9,999 bytes is refused.
 *
 *     (memory (export "memory") 1)
 *     (func (export "input") (param i32) (result i32)
 *       (select (i32.const 0) (i32.const 1024) (i32.eq (local.get 0) (i32.const 9999))))
 *     (func (export "output") (result i32) (i32.const 1024))
 *     (func (export "error_length") (result i32) (i32.const 1024))
 */
function program(): WebAssembly.Module {
  const name = (text: string) => [text.length, ...new TextEncoder().encode(text)];
  const section = (id: number, ...content: number[]) => [id, content.length, ...content];
  const i32 = 0x7f;
  const echo = [0x00, 0x41, 0x80, 0x08, 0x0b];
  const input = [0x00, 0x41, 0x00, 0x41, 0x80, 0x08, 0x20, 0x00, 0x41, 0x8f, 0xce, 0x00, 0x46, 0x1b, 0x0b];
  return new WebAssembly.Module(
    new Uint8Array([
      ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
      ...section(1, 2, 0x60, 1, i32, 1, i32, 0x60, 0, 1, i32),
      ...section(3, 3, 0, 1, 1),
      ...section(5, 1, 0, 1),
      ...section(
        7,
        4,
        ...[...name('memory'), 2, 0],
        ...[...name('input'), 0, 0],
        ...[...name('output'), 0, 1],
        ...[...name('error_length'), 0, 2],
      ),
      ...section(10, 3, input.length, ...input, echo.length, ...echo, echo.length, ...echo),
    ]),
  );
}

const bytesOf = (part: string | Uint8Array) => (typeof part === 'string' ? new TextEncoder().encode(part) : part);

test('what is put are the bytes of UTF-8, short or long, in whatever order', async () => {
  const reactor = await Reactor.start(program(), []);
  const texts = [
    '',
    'ann@army.mil',
    'ann@аrmy.mil', // Cyrillic а, after ASCII that was written already
    'ann@army.mil'.repeat(30),
    `${'a'.repeat(255)}ü`,
    'ü'.repeat(300),
    '\u{1F600}',
    '\ud800', // half a pair: the replacement character, as TextEncoder says
    '\x00\x7f\x80',
    'x'.repeat(256),
    'x'.repeat(257),
    new Uint8Array([0xff, 0x00, 0x80]),
    new Uint8Array(400).fill(7),
  ];
  for (const first of texts) {
    for (const second of texts) {
      const lengths = reactor.put(first, second);
      const expected = [...bytesOf(first), ...bytesOf(second)];
      assert.deepEqual(lengths, [bytesOf(first).length, bytesOf(second).length]);
      assert.deepEqual([...reactor.bytes(expected.length)], expected);
    }
  }
  assert.deepEqual(reactor.put(), []);
});

test('what the program has no room for is an error with its size', async () => {
  const reactor = await Reactor.start(program(), []);
  assert.throws(
    () => reactor.put('x'.repeat(9999)),
    (error) => error instanceof CoreError && /9999 bytes/.test(error.message),
  );
});
