//! Opens age files with the age library of its author for JavaScript.
//! Input: a folder with `identity.txt`, then names of files in it. Writes what is in `NAME.age` to `NAME.out`.
import { readFileSync, writeFileSync } from 'node:fs';
import { Decrypter } from 'age-encryption';

const [folder, ...names] = process.argv.slice(2);
for (const name of names) {
  const decrypter = new Decrypter();
  decrypter.addIdentity(readFileSync(`${folder}/identity.txt`, 'utf8').trim());
  writeFileSync(`${folder}/${name}.out`, await decrypter.decrypt(readFileSync(`${folder}/${name}.age`), 'uint8array'));
}
