// What the eye would see, asked of the browser: text too faint to read, and what sticks out of the window.

// Text whose colour is too near to what lies behind it. In forced colours the browser tells the colours it forces.
export async function faintText(page, least = 4.5) {
  return page.evaluate((limit) => {
    const paper = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });
    const known = new Map();
    const rgba = (colour) => {
      if (!known.has(colour)) {
        paper.clearRect(0, 0, 1, 1);
        paper.fillStyle = colour;
        paper.fillRect(0, 0, 1, 1);
        const [red, green, blue, alpha] = paper.getImageData(0, 0, 1, 1).data;
        known.set(colour, [red, green, blue, alpha / 255]);
      }
      return known.get(colour);
    };
    const over = ([r, g, b, a], [R, G, B]) => [r * a + R * (1 - a), g * a + G * (1 - a), b * a + B * (1 - a), 1];
    const probe = document.body.appendChild(document.createElement('i'));
    probe.style.backgroundColor = 'Canvas';
    const canvas = rgba(getComputedStyle(probe).backgroundColor);
    probe.remove();
    const behind = (element) => {
      if (!element) return canvas;
      const own = rgba(getComputedStyle(element).backgroundColor);
      return own[3] === 1 ? own : over(own, behind(element.parentElement));
    };
    const light = (colour) => {
      const [r, g, b] = colour.map((part) => (part / 255 <= 0.04045 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4));
      return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const found = [];
    const words = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (words.nextNode()) {
      const element = words.currentNode.parentElement;
      const text = words.currentNode.data.trim();
      if (!text || element.closest('script, style, option, .hidden-text, .said') || !element.checkVisibility({ visibilityProperty: true })) continue;
      const range = document.createRange();
      range.selectNodeContents(words.currentNode);
      const { width, height } = range.getBoundingClientRect();
      if (width < 2 || height < 2) continue;
      const style = getComputedStyle(element);
      const ground = behind(element);
      const ink = over(rgba(element.closest('svg') ? style.fill : style.color), ground);
      const [high, low] = [light(ink), light(ground)].sort((a, b) => b - a);
      const contrast = (high + 0.05) / (low + 0.05);
      if (contrast < limit) found.push(`${contrast.toFixed(1)} «${text.slice(0, 40)}»`);
    }
    return found;
  }, least);
}

// What reaches outside the window on either side, and what a box cuts off without a way to scroll to it.
export async function sticksOut(page) {
  return page.evaluate(() => {
    const found = [];
    const name = (element) => `${element.tagName.toLowerCase()}.${[...element.classList].join('.')} «${element.textContent.trim().slice(0, 30)}»`;
    // The name in the menu is shortened on purpose: it stands whole among one's own details.
    const scrolls = (element) => element.closest('.plain-table, .prose table');
    for (const element of document.querySelectorAll('body *')) {
      if (element.closest('.skip, .hidden-text, .said, .menu .who, svg *, thead') || scrolls(element) || !element.checkVisibility({ visibilityProperty: true })) continue;
      const { left, right, width, height } = element.getBoundingClientRect();
      if (width < 2 || height < 2) continue;
      if (left < -1 || right > innerWidth + 1) found.push(`outside: ${name(element)} ${left.toFixed(0)}–${right.toFixed(0)}`);
      const style = getComputedStyle(element);
      if (style.overflowX !== 'visible' && style.overflowX !== 'auto' && element.scrollWidth > element.clientWidth + 1 && element.textContent.trim()) {
        found.push(`cut off: ${name(element)}`);
      }
    }
    return found;
  });
}
