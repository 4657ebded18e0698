/** A key and a self-signed certificate for one test run: no private key lies in the repository. */
import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';

const SEQUENCE = 0x30;
const SET = 0x31;
const INTEGER = 0x02;
const BIT_STRING = 0x03;
const OBJECT = 0x06;
const UTF8_STRING = 0x0c;
const UTC_TIME = 0x17;

/** One DER value (X.690): tag, length, contents. */
function der(tag, ...contents) {
  const body = Buffer.concat(contents.map((one) => Buffer.from(one)));
  const size = body.length;
  const length = size < 0x80 ? [size] : size < 0x100 ? [0x81, size] : [0x82, size >> 8, size & 0xff];
  return Buffer.concat([Buffer.from([tag, ...length]), body]);
}

const ECDSA_WITH_SHA256 = der(SEQUENCE, der(OBJECT, [0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02]));

/** @returns {{key: string, cert: string}} PEM; X.509 version 1, for one week (RFC 5280, 4.1) */
export function selfSigned(name = 'loopback') {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const commonName = der(OBJECT, [0x55, 0x04, 0x03]);
  const subject = der(SEQUENCE, der(SET, der(SEQUENCE, commonName, der(UTF8_STRING, name))));
  const day = 86_400_000;
  const time = (at) => der(UTC_TIME, `${new Date(at).toISOString().replace(/[-:T]/gu, '').slice(2, 14)}Z`);
  const validity = der(SEQUENCE, time(Date.now() - day), time(Date.now() + 7 * day));
  const serial = der(INTEGER, [0x01, ...randomBytes(7)]);
  const key = publicKey.export({ type: 'spki', format: 'der' });
  const signed = der(SEQUENCE, serial, ECDSA_WITH_SHA256, subject, validity, subject, key);
  const signature = der(BIT_STRING, [0x00], sign('sha256', signed, privateKey));
  const certificate = der(SEQUENCE, signed, ECDSA_WITH_SHA256, signature).toString('base64');
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }),
    cert: `-----BEGIN CERTIFICATE-----\n${certificate.replace(/.{64}/gu, '$&\n')}\n-----END CERTIFICATE-----\n`,
  };
}
