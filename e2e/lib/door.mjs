// A door of the portal, tried without a browser: through its provider, out again, and what is refused. `at` tells the portal's
// address, which is known when it has started; `root` stands before the door's own addresses, and `home` is only for those inside.
import assert from 'node:assert/strict';

export function door(at, { root = '', home, session, person }) {
  const cookies = (client) => client.cookies(new URL(at()).host);
  const isSignedIn = async (client) => (await client.ask(at() + home)).status === 200;

  const isCallback = (url) => url.startsWith(`${at()}${root}/sign-in/callback`);

  // Up to the provider's answer, which is not yet given to the portal.
  async function callbackOf(client, who = person, to = '') {
    const { location } = await client.follow(`${at()}${root}/sign-in${to}`, who, isCallback);
    return location;
  }

  async function signIn(client, who = person) {
    const answer = await client.ask(await callbackOf(client, who));
    assert.equal(answer.status, 303, answer.text);
    return answer;
  }

  // The sign-in with an answer that was tampered with is refused, with a page and without a session.
  async function refused(client, url, status = 400) {
    const answer = await client.ask(url);
    assert.equal(answer.status, status, answer.text.slice(0, 300));
    assert.match(answer.text, /<h1>/);
    assert.ok(!cookies(client).has(session), 'no session');
    assert.ok(!await isSignedIn(client));
  }

  // Says yes to what the provider asks before it logs somebody out.
  async function confirm(client, provider, asked) {
    const xsrf = /name="xsrf" value="([^"]+)"/.exec(asked.text)[1];
    return client.ask(`${provider.issuer}/session/end/confirm`, { method: 'POST', form: { xsrf, logout: 'yes' } });
  }

  // Logs out here, which ends it at the provider too. Hands back the page that leads there, and what it carries.
  async function signOut(client, provider) {
    const token = cookies(client).get(session);
    const page = await client.ask(`${at()}${root}/sign-out`, { method: 'POST', headers: { origin: at() } });
    assert.equal(page.status, 200);
    assert.ok(!cookies(client).has(session));
    const action = /<form method="post" action="([^"]+)" data-go/.exec(page.text)[1];
    const hidden = page.text.matchAll(/type="hidden" name="(id_token_hint|client_id|post_logout_redirect_uri|state)" value="([^"]*)"/g);
    const fields = Object.fromEntries([...hidden].map((found) => [found[1], found[2]]));
    const done = await confirm(client, provider, await client.ask(action, { method: 'POST', form: fields }));
    assert.ok(done.location.startsWith(`${at()}${root}/signed-out?state=`), done.location);
    assert.equal((await client.ask(done.location)).status, 200);
    return { token, page, action, fields };
  }

  // Logs out at the provider, which tells the portal behind the browser.
  async function signOutAt(provider, client) {
    return confirm(client, provider, await client.ask(`${provider.issuer}/session/end`));
  }

  return { cookies, isSignedIn, isCallback, callbackOf, signIn, refused, signOut, signOutAt };
}
