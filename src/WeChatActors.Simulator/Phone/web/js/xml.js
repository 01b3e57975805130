// XML and JSON for reading: indented and lightly coloured. What cannot be read is shown as it came.

import { h } from './dom.js';

const part = (kind, text) => h('span', { class: `x-${kind}` }, text);

/** The pieces of an XML text. */
export function xml(text) {
  const root = new DOMParser().parseFromString(text, 'text/xml').documentElement;
  if (!root || root.localName === 'parsererror' || root.querySelector('parsererror')) return [text];
  return element(root, 0).slice(0, -1);
}

function element(node, depth) {
  const indent = '  '.repeat(depth);
  const inner = [...node.children];
  const open = [indent, part('tag', `<${node.nodeName}>`)];
  const close = [part('tag', `</${node.nodeName}>`), '\n'];
  if (inner.length > 0) return [...open, '\n', ...inner.flatMap(child => element(child, depth + 1)), indent, ...close];
  const cdata = [...node.childNodes].some(child => child.nodeType === Node.CDATA_SECTION_NODE);
  return [...open, cdata && part('mark', '<![CDATA['), part(cdata ? 'text' : 'number', node.textContent), cdata && part('mark', ']]>'), ...close];
}

const TOKEN = /("(?:[^"\\]|\\.)*")(\s*:)?|(-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)/g;

/** The pieces of a JSON text. */
export function json(text) {
  let pretty;
  try {
    pretty = JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return [text];
  }
  // Numbers of more than 15 digits would lose some by parsing: those texts stay as they came.
  if (/\d{16}/.test(text)) pretty = text;
  const pieces = [];
  let at = 0;
  for (const match of pretty.matchAll(TOKEN)) {
    pieces.push(pretty.slice(at, match.index), part(match[2] ? 'tag' : match[1] ? 'text' : 'number', match[1] ?? match[3]), match[2] ?? '');
    at = match.index + match[0].length;
  }
  return [...pieces, pretty.slice(at)];
}

/** Whichever it is. */
export function pretty(text) {
  const start = text.trimStart()[0];
  return start === '<' ? xml(text) : start === '{' || start === '[' ? json(text) : [text];
}
