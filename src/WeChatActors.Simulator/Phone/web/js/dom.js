// Builds the page from elements and text nodes only: no string of a user or an account is ever parsed as markup.

const SVG = 'http://www.w3.org/2000/svg';

/** An element. props: attributes; `on` holds listeners, `style` custom properties and styles, `test` its data-testid. */
export function h(tag, props, ...children) {
  return fill(document.createElement(tag), props, children);
}

/** An SVG element. */
export function s(tag, props, ...children) {
  return fill(document.createElementNS(SVG, tag), props, children);
}

function fill(element, props, children) {
  for (const [name, value] of Object.entries(props ?? {})) {
    if (value === undefined || value === null || value === false) continue;
    if (name === 'on') for (const [event, listener] of Object.entries(value)) element.addEventListener(event, listener);
    else if (name === 'style') for (const [property, text] of Object.entries(value)) element.style.setProperty(property, text);
    else if (name === 'test') element.dataset.testid = value;
    else if (name === 'value') element.value = value;
    else element.setAttribute(name, value === true ? '' : String(value));
  }
  add(element, children);
  return element;
}

function add(element, children) {
  for (const child of children) {
    if (Array.isArray(child)) add(element, child);
    else if (child !== null && child !== undefined && child !== false) element.append(child);
  }
}

/** Replaces what an element holds. */
export function put(element, ...children) {
  element.replaceChildren();
  add(element, children);
  return element;
}

/** A button that does something when pressed. */
export function button(props, act, ...children) {
  return h('button', { type: 'button', ...props, on: { click: act } }, ...children);
}

/** Arrow keys move the focus among the focusable items of a list. */
export function arrows(element, selector, { vertical = true } = {}) {
  element.addEventListener('keydown', event => {
    const step = { [vertical ? 'ArrowDown' : 'ArrowRight']: 1, [vertical ? 'ArrowUp' : 'ArrowLeft']: -1 }[event.key];
    const edge = { Home: 0, End: -1 }[event.key];
    if (step === undefined && edge === undefined) return;
    const items = [...element.querySelectorAll(selector)].filter(item => !item.disabled);
    if (items.length === 0) return;
    const at = items.indexOf(document.activeElement);
    event.preventDefault();
    items.at(edge ?? (at < 0 ? 0 : (at + step) % items.length)).focus();
  });
  return element;
}
