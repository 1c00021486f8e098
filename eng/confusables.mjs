#!/usr/bin/env node
// Reduces Unicode's confusables.txt (UTS #39) to what canonical text needs: single characters that look like one ASCII letter.
//   node eng/confusables.mjs confusables.txt > src/Concordat.Safeguards/Data/confusables.txt
import { readFileSync } from 'node:fs';

const source = readFileSync(process.argv[2], 'utf8').replace(/^\uFEFF/, '');
const version = /^# Version: (.*)$/m.exec(source)[1];
const letters = new Map();
for (const line of source.split('\n')) {
  const [from, to] = line.split('#')[0].split(';').map(field => field.trim());
  if (!to || from.includes(' ')) continue;
  const character = String.fromCodePoint(parseInt(from, 16));
  if (character <= '\u007F' || /\p{Nd}|\p{M}/u.test(character)) continue;
  // what normalization reaches by itself needs no entry
  if (/^[\0-\u007F]*$/.test(character.normalize('NFKD'))) continue;
  let target = to.split(' ').map(code => String.fromCodePoint(parseInt(code, 16))).join('').replace(/\p{M}/gu, '');
  // the prototype of every I is l, of m it is rn, of w it is vv: read them as people do
  target = target === 'l' && /\p{Lu}/u.test(character) ? 'I' : target === 'rn' ? 'm' : target === 'vv' ? 'w' : target;
  if (/^[A-Za-z]$/.test(target)) letters.set(target, [...letters.get(target) ?? [], parseInt(from, 16).toString(16).toUpperCase()]);
}

console.log(`# Characters that look like an ASCII letter. Reduced by eng/confusables.mjs from Unicode's confusables.txt, version ${version}.`);
console.log('# Copyright (c) 1991-2025 Unicode, Inc. All rights reserved. Distributed under the Unicode License V3: see confusables.LICENSE.txt.');
for (const target of [...letters.keys()].sort()) console.log(`${target}: ${letters.get(target).join(' ')}`);
