//! The peer of the comparison: fills in the same forms with the engine of ODK Web Forms and prints its rulings as JSON.
//! Input: what the example `rulings` prints, on standard input. Output: one list of rulings for each form.
import { readFileSync } from 'node:fs';
import { JSDOM } from 'jsdom';

const { window } = new JSDOM('');
for (const name of Object.getOwnPropertyNames(window)) {
  if (/^[A-Z]/.test(name) && !(name in globalThis)) globalThis[name] = window[name];
}
// The engine's parser asks where its script lies and needs nothing from there.
globalThis.__dirname = '.';
globalThis.document = window.document;
const moment = Date.parse('2026-11-21T12:05:00.000Z');
Date.now = () => moment;
const { createInstance } = await import('@getodk/xforms-engine');

const all = (node, out = []) => {
  out.push(node);
  for (const child of node.currentState.children ?? []) all(child, out);
  return out;
};
const isRow = (node) => node.nodeType === 'repeat-instance';
// Every row carries its position, as ours does.
const path = (node) => {
  if (node.nodeType === 'root') return '/' + (node.definition?.localName ?? node.definition?.qualifiedName?.localName ?? 'data');
  if (node.nodeType.startsWith('repeat-range')) return path(node.parent);
  const name = node.currentState.reference.split('/').pop().replace(/\[\d+\]$/, '');
  const parent = path(node.parent);
  if (!isRow(node)) return `${parent}/${name}`;
  return `${parent}/${name}[${node.parent.currentState.children.indexOf(node) + 1}]`;
};
const text = (node) => node.currentState.instanceValue ?? '';
const rulings = (root) => {
  const told = {};
  for (const node of all(root)) {
    if (node.currentState.children || node.nodeType === 'root') continue;
    const at = path(node);
    if (at.includes('/meta/')) continue;
    const state = node.currentState;
    const valid = node.validationState?.constraint?.valid ?? true;
    // What is not asked for is not demanded either.
    told[at] = [text(node), state.relevant, state.relevant && state.required, valid];
  }
  return told;
};
const byPath = (root, wanted) => all(root).find((node) => !node.nodeType.startsWith('repeat-range') && path(node) === wanted);
const range = (root, wanted) =>
  all(root).find((node) => node.nodeType.startsWith('repeat-range') && `${path(node)}/${node.currentState.reference.split('/').pop()}` === wanted);
const take = (root, step) => {
  const [[what, args]] = Object.entries(step);
  if (what === 'add') {
    range(root, args).addInstances();
  } else if (what === 'remove') {
    range(root, args[0]).removeInstances(args[1] - 1);
  } else {
    const node = byPath(root, args[0]);
    if (!node) throw new Error(`no question ${args[0]}`);
    if (node.nodeType === 'select') node.selectValues(args[1].split(' ').filter(Boolean));
    else if (node.nodeType === 'trigger') node.setValue(args[1] !== '');
    else node.setValue(args[1]);
  }
};

// The converter writes the template of an inner repeat into the first outer row too, where it would count as a row.
const withoutInnerTemplates = (xform) => {
  const dom = new window.DOMParser().parseFromString(xform, 'text/xml');
  for (const node of dom.querySelectorAll('instance:not([id]) *')) {
    if (!node.hasAttribute('jr:template')) continue;
    for (let outer = node.parentElement; outer && outer.localName !== 'instance'; outer = outer.parentElement) {
      const twin = outer.previousElementSibling;
      if (twin?.localName === outer.localName && twin.hasAttribute('jr:template')) {
        node.remove();
        break;
      }
    }
  }
  return new window.XMLSerializer().serializeToString(dom);
};

const forms = JSON.parse(readFileSync(0, 'utf8'));
const answers = [];
for (const form of forms) {
  const rounds = [];
  try {
    const instance = await createInstance(withoutInnerTemplates(form.xform), { form: { fetchFormAttachment: () => { throw new Error('no file'); } } });
    const { root } = instance;
    rounds.push(rulings(root));
    for (const step of form.steps) {
      take(root, step);
      rounds.push(rulings(root));
    }
    answers.push({ name: form.name, rulings: rounds });
  } catch (error) {
    answers.push({ name: form.name, rulings: rounds, error: String(error.message ?? error), stack: error.stack });
  }
}
process.stdout.write(JSON.stringify(answers));
