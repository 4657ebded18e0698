import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decode, domainsIn } from './contacts.ts';

const bytes = (text: string): Uint8Array<ArrayBuffer> => new Uint8Array(new TextEncoder().encode(text));

test('Google’s table: several addresses in a cell, quoted names, lines within a cell', () => {
  const table = [
    'First Name,Last Name,Notes,E-mail 1 - Label,E-mail 1 - Value',
    'Ann,"Smith, Dr.","met at\nmail ann@note.example later",* Work,ann@kestrel.example ::: ann@home.example',
    'Bob,,,,BOB@Kestrel.Example',
    'Eve,,no mail,,',
  ].join('\r\n');
  assert.deepEqual(domainsIn(table), ['kestrel.example', 'home.example']);
});

test('Outlook’s table, with semicolons and in UTF-16', () => {
  const table =
    '"Vorname";"E-Mail-Adresse";"E-Mail 2: Adresse"\r\n"Jörg";"j@bund.example";"Jörg <j@privat.example>"\r\n';
  const wide = new Uint8Array(2 + table.length * 2);
  wide.set([0xff, 0xfe]);
  for (const [at, unit] of [...table].entries()) {
    wide[2 + at * 2] = unit.charCodeAt(0) & 0xff;
    wide[3 + at * 2] = unit.charCodeAt(0) >> 8;
  }
  assert.deepEqual(domainsIn(decode(wide)), ['bund.example', 'privat.example']);
  assert.deepEqual(domainsIn(decode(bytes(`\ufeff${table}`))), ['bund.example', 'privat.example']);
});

test('vCards of all versions: folded lines, groups, parameters, quoted-printable', () => {
  const cards = [
    'BEGIN:VCARD',
    'VERSION:3.0',
    'FN:Ann',
    'NOTE:write to ann@note.example',
    'item1.EMAIL;TYPE="INTERNET,pref";X-A=b:ann@kestrel-hol',
    ' dings.example',
    'END:VCARD',
    'BEGIN:VCARD',
    'VERSION:2.1',
    'PHOTO;ENCODING=BASE64:AAAA=',
    'EMAIL;INTERNET;ENCODING=QUOTED-PRINTABLE:bob=40old.=',
    'example',
    'END:VCARD',
    'BEGIN:VCARD',
    'VERSION:4.0',
    'EMAIL:mailto:eve@new.example',
    'END:VCARD',
  ].join('\r\n');
  assert.deepEqual(domainsIn(cards), ['kestrel-holdings.example', 'old.example', 'new.example']);
});

test('what is no address book has no domain', () => {
  for (const text of ['', 'a,b,c\n1,2,3', '\u0000\u0001', '{"format":"nearmiss-settings"}', 'BEGIN:VCARD\nEND:VCARD']) {
    assert.deepEqual(domainsIn(text), [], text);
  }
});

test('only domains come out of it', () => {
  const found = domainsIn('Name,Mail\nAnn,ann.private+tag@a.example\nBob,"""Bob"" <bob.private@b.example>"');
  assert.deepEqual(found, ['a.example', 'b.example']);
});
