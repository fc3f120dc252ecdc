// A client with a cookie jar that follows nothing by itself, to look at each step of a sign-in.
export class Client {
  constructor() {
    this.jar = new Map();
  }

  // One request. Cookies are kept by host and port, as two hosts would keep them.
  async ask(url, { method = 'GET', form, headers = {} } = {}) {
    const { host } = new URL(url);
    const jar = this.cookies(host);
    const response = await fetch(url, {
      method,
      redirect: 'manual',
      body: form && new URLSearchParams(form).toString(),
      headers: {
        ...(jar.size && { cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; ') }),
        ...(form && { 'content-type': 'application/x-www-form-urlencoded' }),
        ...headers,
      },
    });
    for (const line of response.headers.getSetCookie()) {
      const [pair, ...rest] = line.split('; ');
      const [name, value] = [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)];
      const gone = rest.some((part) => /^(max-age=0|expires=thu, 01 jan 1970)/i.test(part));
      if (gone) jar.delete(name);
      else jar.set(name, value);
    }
    const location = response.headers.get('location');
    return { status: response.status, headers: response.headers, text: await response.text(), location: location && new URL(location, url).href };
  }

  cookies(host) {
    if (!this.jar.has(host)) this.jar.set(host, new Map());
    return this.jar.get(host);
  }

  // Follows redirects until `stop` says so or there are none, choosing the person at the provider on the way.
  async follow(url, person, stop = () => false) {
    let next = url;
    for (let step = 0; step < 12; step += 1) {
      if (stop(next)) return { location: next };
      const isChoice = new URL(next).pathname.startsWith('/interaction/');
      const answer = await this.ask(next, isChoice ? { method: 'POST', form: { p: person } } : {});
      if (!answer.location) return { ...answer, url: next };
      next = answer.location;
    }
    throw new Error('too many redirects');
  }
}
