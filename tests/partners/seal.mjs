// Seals with the age library of its author for JavaScript.
// Input: a folder with `recipient.txt`, then names of files in it. Writes what is in `NAME.tar.zst` to `NAME.age`.
import { readFileSync, writeFileSync } from 'node:fs';
import { Encrypter } from 'age-encryption';

const [folder, ...names] = process.argv.slice(2);
for (const name of names) {
  const encrypter = new Encrypter();
  encrypter.addRecipient(readFileSync(`${folder}/recipient.txt`, 'utf8').trim());
  writeFileSync(`${folder}/${name}.age`, await encrypter.encrypt(readFileSync(`${folder}/${name}.tar.zst`)));
}
