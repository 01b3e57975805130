// The control API. Every failure is an Error whose message is the sentence to show.

import { t, lang } from './i18n.js';

async function ask(method, path, body) {
  let response;
  try {
    response = await fetch(`/simulator${path}`, {
      method, headers: body === undefined ? {} : { 'Content-Type': 'application/json' }, body: body === undefined ? undefined : JSON.stringify(body),
    });
  } catch {
    throw new Error(t('gone'));
  }
  if (response.status === 204) return null;
  const answer = await response.json().catch(() => null);
  if (response.ok && answer !== null) return answer;
  if (lang() === 'zh' && answer?.detail_zh) throw new Error(answer.detail_zh);
  throw new Error(answer?.title ? `${answer.title}. ${answer.detail ?? ''}`.trim() : t('refused', response.status));
}

const of = alias => `/accounts/${encodeURIComponent(alias)}`;

export const api = {
  state: () => ask('GET', '/state'),
  view: (alias, person) => ask('GET', `${of(alias)}/people/${person}`),
  act: (alias, person, action) => ask('POST', `${of(alias)}/people/${person}/actions`, action),
  pushes: alias => ask('GET', `${of(alias)}/pushes`).then(answer => answer.pushes),
  calls: alias => ask('GET', `${of(alias)}/calls`).then(answer => answer.calls),
  strays: () => ask('GET', '/calls').then(answer => answer.calls),
  invite: name => ask('POST', '/people', name ? { name } : {}),
  advance: seconds => ask('POST', '/clock', { advance_seconds: seconds }),
  weather: weather => ask('PUT', '/weather', weather),
  addFault: fault => ask('POST', '/faults', fault),
  endFault: id => ask('DELETE', `/faults/${id}`),
  endFaults: () => ask('DELETE', '/faults'),
  revoke: alias => ask('POST', `${of(alias)}/token/revoke`),
  verify: alias => ask('POST', `${of(alias)}/verify`),
  setCallback: (alias, settings) => ask('PUT', `${of(alias)}/callback`, settings),
  coverage: () => ask('GET', '/coverage'),
  codes: alias => ask('GET', `${of(alias)}/qrcodes`).then(answer => answer.codes),
  makeCode: (alias, scene) => ask('POST', `${of(alias)}/qrcodes`, { scene }),
  codePicture: (alias, ticket) => `/simulator${of(alias)}/qrcodes/${encodeURIComponent(ticket)}/picture`,
  media: (alias, id) => `/simulator${of(alias)}/media/${encodeURIComponent(id)}`,
};
