// The only script. Every page works without it; it makes filters answer at once and menus close by Escape.

const policy = window.trustedTypes?.createPolicy("helsami", { createHTML: (html) => html });
const parse = (html) => new DOMParser().parseFromString(policy ? policy.createHTML(html) : html, "text/html");

/** One polite line that tells what changed. */
const say = (sentence) => {
  const line = document.querySelector("#said");
  if (line) line.textContent = sentence ?? "";
};

/** Running requests by form, so that an old answer never overtakes a newer one. */
const running = new WeakMap();

async function refresh(form) {
  const target = document.querySelector(form.dataset.live);
  if (!target) return form.submit();
  const address = new URL(form.action);
  const words = [...new FormData(form)].filter(([, value]) => value !== "");
  address.search = new URLSearchParams(words).toString();
  running.get(form)?.abort();
  const control = new AbortController();
  running.set(form, control);
  target.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(address, { signal: control.signal, headers: { "X-Fragment": target.id }, redirect: "manual" });
    if (!answer.ok || !answer.headers.get("Content-Type")?.startsWith("text/html")) return location.assign(address);
    const fresh = parse(await answer.text()).getElementById(target.id);
    if (!fresh) return location.assign(address);
    target.replaceChildren(...fresh.childNodes);
    history.replaceState(null, "", address);
    say(target.querySelector("[data-announce]")?.textContent);
  } catch (problem) {
    if (problem.name !== "AbortError") location.assign(address);
  } finally {
    if (running.get(form) === control) target.removeAttribute("aria-busy");
  }
}

let waiting;
document.addEventListener("input", ({ target }) => {
  const form = target.closest("form[data-live]");
  if (!form) return;
  clearTimeout(waiting);
  waiting = setTimeout(() => refresh(form), target.matches("input") ? 250 : 0);
});
document.addEventListener("submit", (event) => {
  if (!event.target.matches("form[data-live]")) return;
  event.preventDefault();
  clearTimeout(waiting);
  refresh(event.target);
});
document.addEventListener("click", (event) => {
  const exit = event.target.closest("[data-exit]");
  if (exit) {
    // In place of this page, so that the way back does not lead here. What is on screen goes at once.
    event.preventDefault();
    document.body.hidden = true;
    location.replace(exit.href);
    return;
  }
  if (event.target.closest("[data-print]")) window.print();
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});
document.querySelector("form[data-go]")?.requestSubmit();
