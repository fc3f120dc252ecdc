// A certified OpenID provider (npm oidc-provider), set up as the national one: pushed requests only, private_key_jwt,
// PKCE S256, RS256, acr, pid, sid, logout; or as HelseID, with DPoP and its nonce, and claims of its own. `hooks.token`
// lets a test answer as a dishonest provider would: it gets the body of a token answer before the portal does.
import http from 'node:http';
import { once } from 'node:events';
import { exportJWK, exportPKCS8, generateKeyPair, SignJWT } from 'jose';
import Provider from 'oidc-provider';

export const ACR = 'idporten-loa-high';
export const CLIENT = 'portal';

// HelseID's claims (norway.md 5.4).
export const HELSEID = {
  pid: 'helseid://claims/identity/pid',
  level: 'helseid://claims/identity/security_level',
  hpr: 'helseid://claims/hpr/hpr_number',
  parent: 'helseid://claims/client/claims/orgnr_parent',
  child: 'helseid://claims/client/claims/orgnr_child',
};

// What differs between the two.
const CITIZENS = {
  root: '',
  client: {},
  options: {
    acrValues: ['idporten-loa-substantial', ACR],
    claims: { openid: ['sub', 'acr', 'amr', 'pid', 'sid'], profile: ['name'] },
    scopes: ['openid', 'profile'],
  },
  features: {},
};
const STAFF = {
  root: '/work',
  client: { dpop_bound_access_tokens: true, require_auth_time: true },
  options: {
    claims: {
      openid: ['sub', 'amr', 'sid', HELSEID.parent, HELSEID.child],
      profile: ['name'],
      'helseid://scopes/identity/pid': [HELSEID.pid],
      'helseid://scopes/identity/security_level': [HELSEID.level],
      'helseid://scopes/hpr/hpr_number': [HELSEID.hpr],
    },
    scopes: ['openid', 'profile', 'helseid://scopes/identity/pid', 'helseid://scopes/identity/security_level', 'helseid://scopes/hpr/hpr_number'],
  },
  features: {
    dPoP: { enabled: true, nonceSecret: Buffer.alloc(32, 7), requireNonce: () => true, allowReplay: false },
  },
};

// `people` maps an account to its claims. The portal's address must be known beforehand: it is registered.
export async function startProvider({ portal, people, staff = false }) {
  const kind = staff ? STAFF : CITIZENS;
  const client = await generateKeyPair('RS256', { extractable: true });
  const own = await generateKeyPair('RS256', { extractable: true });
  const { d, p, q, dp, dq, qi, ...clientPublic } = await exportJWK(client.privateKey);
  const ownKey = { ...(await exportJWK(own.privateKey)), kid: 'op-1', alg: 'RS256', use: 'sig' };
  const server = http.createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const issuer = `http://127.0.0.1:${server.address().port}`;
  // `asked` is what the portal has sent behind the browser's back; `nonce` makes the token endpoint ask for ever new ones.
  const hooks = { token: null, acr: ACR, asked: [], nonce: false };
  const provider = new Provider(issuer, {
    clients: [{
      client_id: CLIENT, token_endpoint_auth_method: 'private_key_jwt', token_endpoint_auth_signing_alg: 'RS256',
      jwks: { keys: [{ ...clientPublic, kid: 'portal-1', alg: 'RS256', use: 'sig' }] },
      redirect_uris: [`${portal}${kind.root}/sign-in/callback`], post_logout_redirect_uris: [`${portal}${kind.root}/signed-out`],
      grant_types: ['authorization_code'], response_types: ['code'], id_token_signed_response_alg: 'RS256',
      require_pushed_authorization_requests: true,
      backchannel_logout_uri: `${portal}${kind.root}/sign-out/back-channel`, backchannel_logout_session_required: true,
      ...kind.client,
    }],
    jwks: { keys: [ownKey] },
    ...kind.options,
    conformIdTokenClaims: false,
    clientAuthMethods: ['private_key_jwt'],
    enabledJWA: { clientAuthSigningAlgValues: ['RS256'] },
    pkce: { required: () => true },
    features: {
      ...kind.features,
      devInteractions: { enabled: false },
      pushedAuthorizationRequests: { enabled: true, requirePushedAuthorizationRequests: true },
      backchannelLogout: { enabled: true },
      rpInitiatedLogout: {
        enabled: true,
        logoutSource: (ctx, form) => { ctx.body = `<!doctype html>${form}<button form="op.logoutForm" name="logout" value="yes" id="yes">yes</button>`; },
        postLogoutSuccessSource: (ctx) => { ctx.body = 'signed out at the provider'; },
      },
    },
    ttl: { AuthorizationCode: 60, AccessToken: 120, IdToken: 120, Session: 1800, Grant: 3600, Interaction: 600 },
    findAccount: (ctx, id) => ({ accountId: id, claims: () => ({ sub: id, ...people[id] }) }),
    interactions: { url: (ctx, interaction) => `/interaction/${interaction.uid}` },
    // The national provider takes the logout as a form; this one only with cookies that cross sites.
    enableHttpPostMethods: true,
    cookies: { keys: ['for tests only'], long: { sameSite: 'none' }, short: { sameSite: 'lax' } },
    // The portal is on loopback; the provider's own guard against that is for others.
    fetch: (url, { dispatcher, ...options }) => fetch(url, options),
  });
  for (const event of ['server_error', 'backchannel.error']) provider.on(event, (ctx, error) => console.error(event, error?.message));
  provider.use(async (ctx, next) => {
    await next();
    if (['/token', '/request'].includes(ctx.path)) hooks.asked.push({ path: ctx.path, proof: ctx.get('dpop'), form: { ...ctx.oidc?.body } });
  });
  provider.use(async (ctx, next) => {
    if (!ctx.path.startsWith('/interaction/')) return next();
    const details = await provider.interactionDetails(ctx.req, ctx.res);
    if (ctx.method === 'GET') {
      ctx.type = 'html';
      ctx.body = `<!doctype html><title>OP</title><form method="post">${Object.keys(people).map((id) => `<button name="p" value="${id}">${id}</button>`).join('')}</form><p id="locale">${details.params.ui_locales}</p>`;
      return undefined;
    }
    const chunks = [];
    for await (const chunk of ctx.req) chunks.push(chunk);
    const accountId = new URLSearchParams(Buffer.concat(chunks).toString()).get('p');
    const grant = new provider.Grant({ accountId, clientId: CLIENT });
    grant.addOIDCScope(details.params.scope);
    await provider.interactionFinished(ctx.req, ctx.res, {
      login: { accountId, ...(!staff && { acr: hooks.acr }), amr: ['BankID'] }, consent: { grantId: await grant.save() },
    }, { mergeWithLastSubmission: true });
    ctx.respond = false;
    return undefined;
  });
  const handle = provider.callback();
  server.on('request', (request, response) => {
    if (request.url === '/token' && hooks.nonce) {
      hooks.asked.push({ path: '/token', proof: request.headers.dpop });
      response.writeHead(400, { 'content-type': 'application/json', 'dpop-nonce': `n${hooks.asked.length}` });
      response.end(JSON.stringify({ error: 'use_dpop_nonce' }));
      return;
    }
    if (request.url === '/token' && hooks.token) {
      const end = response.end.bind(response);
      response.end = (body) => {
        Promise.resolve(hooks.token(JSON.parse(body))).then((said) => {
          const text = JSON.stringify(said);
          response.setHeader('content-length', Buffer.byteLength(text));
          end(text);
        });
        return response;
      };
    }
    handle(request, response);
  });
  return {
    issuer,
    hooks,
    key: own.privateKey,
    publicKey: own.publicKey,
    clientPem: await exportPKCS8(client.privateKey),
    // A token of the provider's own making, with its key or another.
    sign: (claims, { key = own.privateKey, alg = 'RS256', kid = 'op-1', typ = 'JWT' } = {}) =>
      new SignJWT(claims).setProtectedHeader({ alg, kid, typ }).sign(key),
    stop: () => new Promise((resolve) => { server.closeAllConnections(); server.close(resolve); }),
  };
}
