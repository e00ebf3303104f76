// Drawing boards: read what is drawn with the chapter's network; see draw.py.
// `centered` and `countInk` do the same as those of dlcourse/drawing.py.

const DOTS = 32;
const CELLS = 8;
const DOT = DOTS / CELLS; // dots across a cell
const WIDE = 20;
const STRETCH = 2;
const PEN = 2.2; // dots from the middle of the pen to its edge
const INK = [47, 123, 214]; // pictures.INK, which both themes can show

const floats = (text) =>
  new Float32Array(Uint8Array.from(atob(text), (c) => c.charCodeAt(0)).buffer);

const dense = (x, W, b) =>
  Array.from(b, (start, k) =>
    x.reduce((sum, value, d) => sum + value * W[d * b.length + k], start)
  );

const softmax = (z) => {
  const largest = Math.max(...z);
  const powers = z.map((score) => Math.exp(score - largest));
  const total = powers.reduce((sum, power) => sum + power);
  return powers.map((power) => power / total);
};

// A function: ink of 64 cells to the hidden units and the probabilities.
const network = ({ sizes: [d, h, k], theta, mean, scale }) => {
  const numbers = floats(theta);
  const means = floats(mean);
  const scales = floats(scale);
  const [W1, b1, W2, b2] = [d * h, h, h * k, k].map(
    ((start) => (size) => numbers.subarray(start, (start += size)))(0)
  );
  return (ink) => {
    const x = Array.from(ink, (value, i) => (value - means[i]) / scales[i]);
    const hidden = dense(x, W1, b1).map((z) => Math.max(0, z));
    return { hidden, probabilities: softmax(dense(hidden, W2, b2)) };
  };
};

// Where a stretch of ink begins, and how long it is.
const stretchOfInk = (on) => {
  const start = on.indexOf(true);
  return [start, on.lastIndexOf(true) - start + 1];
};

// For each of 32 places, where it comes from; -1 where nothing does.
const source = (start, length, becomes) =>
  Array.from({ length: DOTS }, (_, place) => {
    const share = (place + 0.5 - (DOTS - becomes) / 2) / becomes;
    return share >= 0 && share < 1 ? Math.floor(start + share * length) : -1;
  });

const centered = (dots) => {
  if (!dots.some((dot) => dot > 0)) return dots;
  const places = [...Array(DOTS).keys()];
  const [top, height] = stretchOfInk(
    places.map((row) => places.some((column) => dots[row * DOTS + column] > 0))
  );
  const [left, width] = stretchOfInk(
    places.map((column) => places.some((row) => dots[row * DOTS + column] > 0))
  );
  const tall = Math.min(DOTS, (height * STRETCH * WIDE) / width);
  const wide = Math.min(WIDE, (width * STRETCH * DOTS) / height);
  const rows = source(top, height, tall);
  const columns = source(left, width, wide);
  return rows.flatMap((row) =>
    columns.map((column) =>
      row < 0 || column < 0 ? 0 : dots[row * DOTS + column]
    )
  );
};

const countInk = (dots) => {
  const ink = Array(CELLS * CELLS).fill(0);
  dots.forEach((dot, place) => {
    const row = Math.floor(place / DOTS / DOT);
    ink[row * CELLS + Math.floor((place % DOTS) / DOT)] += dot;
  });
  return ink;
};

const percent = (share) => `${(100 * share).toFixed(1)}%`;

for (const figure of document.querySelectorAll(".dl-draw")) {
  const given = JSON.parse(figure.querySelector("script").textContent);
  const read = network(given);
  const board = figure.querySelector(".dl-draw-board");
  const paper = board.querySelector("canvas").getContext("2d");
  const cursor = board.querySelector("span");
  const seen = [...figure.querySelectorAll(".dl-draw-seen i")];
  const hidden = [...figure.querySelectorAll(".dl-draw-hidden i")];
  const bars = [...figure.querySelectorAll(".dl-draw-bars li")];
  const eraser = figure.querySelector(".dl-draw-erase");
  const center = figure.querySelector("input");
  const output = figure.querySelector("output");
  const waiting = output.textContent;

  let dots = Array(DOTS * DOTS).fill(0);
  let loaded = false; // a digit of the data is centered already
  let pen = null; // where the pen was
  let row = 3;
  let column = 3;

  const show = () => {
    const picture = paper.createImageData(DOTS, DOTS);
    dots.forEach((dot, place) => {
      picture.data.set([...INK, Math.round(255 * dot)], 4 * place);
    });
    paper.putImageData(picture, 0, 0);
    const ink = countInk(center.checked && !loaded ? centered(dots) : dots);
    const empty = !dots.some((dot) => dot > 0);
    const reading = read(ink);
    const largest = Math.max(...reading.hidden, 1e-12);
    seen.forEach((cell, i) => cell.style.setProperty("--ink", ink[i] / 16));
    hidden.forEach((cell, i) => {
      const share = empty ? 0 : reading.hidden[i] / largest;
      cell.style.setProperty("--ink", share);
    });
    const { probabilities } = reading;
    const order = [...probabilities.keys()].sort(
      (a, b) => probabilities[b] - probabilities[a]
    );
    bars.forEach((bar, digit) => {
      const share = empty ? 0 : probabilities[digit];
      bar.style.setProperty("--share", share);
      bar.classList.toggle("dl-draw-first", !empty && digit === order[0]);
      bar.lastElementChild.textContent = empty ? "–" : percent(share);
    });
    if (empty) return waiting;
    const [first, second] = order.map(
      (digit) => `${digit} (${percent(probabilities[digit])})`
    );
    const on = reading.hidden.filter((a) => a > 0).length;
    return `It reads ${first}, then ${second}. ${on} of ${hidden.length} hidden units are on.`;
  };

  const say = (words) => {
    output.ariaLive = "polite";
    output.value = words;
  };

  const cell = () => {
    const ink = countInk(dots)[row * CELLS + column];
    return `Row ${row + 1}, column ${column + 1}, ink ${ink} of 16.`;
  };

  const fill = (ink) => {
    for (let place = 0; place < DOTS * DOTS; place++) {
      const here = Math.floor(place / DOTS / DOT) === row;
      const inside = Math.floor((place % DOTS) / DOT) === column;
      if (here && inside) dots[place] = ink;
    }
  };

  const stroke = (from, to) => {
    const ink = eraser.ariaPressed === "true" ? 0 : 1;
    const far = Math.hypot(to.x - from.x, to.y - from.y);
    const stops = Math.max(1, Math.ceil(2 * far));
    for (let stop = 0; stop <= stops; stop++) {
      const x = from.x + ((to.x - from.x) * stop) / stops;
      const y = from.y + ((to.y - from.y) * stop) / stops;
      for (let r = Math.floor(y - PEN); r <= y + PEN; r++) {
        for (let c = Math.floor(x - PEN); c <= x + PEN; c++) {
          const inside = r >= 0 && r < DOTS && c >= 0 && c < DOTS;
          const near = Math.hypot(c + 0.5 - x, r + 0.5 - y) <= PEN;
          if (inside && near) dots[r * DOTS + c] = ink;
        }
      }
    }
  };

  const at = (event) => {
    const box = board.getBoundingClientRect();
    return {
      x: ((event.clientX - box.left) / box.width) * DOTS,
      y: ((event.clientY - box.top) / box.height) * DOTS,
    };
  };

  board.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    board.setPointerCapture(event.pointerId);
    board.classList.remove("dl-draw-keys");
    pen = at(event);
    stroke(pen, pen);
    output.ariaLive = "off"; // spoken when the pen is lifted
    output.value = show();
  });
  board.addEventListener("pointermove", (event) => {
    if (pen === null) return;
    const events = event.getCoalescedEvents?.() ?? [];
    for (const each of events.length ? events : [event]) {
      const next = at(each);
      stroke(pen, next);
      pen = next;
    }
    output.value = show();
  });
  for (const end of ["pointerup", "pointercancel"]) {
    board.addEventListener(end, () => {
      if (pen === null) return;
      pen = null;
      say(show());
    });
  }

  const keys = {
    ArrowUp: () => (row = Math.max(0, row - 1)),
    ArrowDown: () => (row = Math.min(CELLS - 1, row + 1)),
    ArrowLeft: () => (column = Math.max(0, column - 1)),
    ArrowRight: () => (column = Math.min(CELLS - 1, column + 1)),
    " ": () => fill(1),
    Enter: () => fill(1),
    Backspace: () => fill(0),
    Delete: () => fill(0),
  };
  board.addEventListener("keydown", (event) => {
    const act = keys[event.key];
    if (!act || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    act();
    board.classList.add("dl-draw-keys");
    cursor.style.left = `${(100 * column) / CELLS}%`;
    cursor.style.top = `${(100 * row) / CELLS}%`;
    say(`${cell()} ${show()}`);
  });
  board.addEventListener("focus", () => {
    board.classList.toggle("dl-draw-keys", board.matches(":focus-visible"));
  });

  figure.querySelector(".dl-draw-clear").addEventListener("click", () => {
    dots.fill(0);
    loaded = false;
    say(show());
  });
  eraser.addEventListener("click", () => {
    eraser.ariaPressed = String(eraser.ariaPressed !== "true");
  });
  center.addEventListener("change", () => say(show()));
  for (const button of figure.querySelectorAll("[data-load]")) {
    button.addEventListener("click", () => {
      const ink = given.examples[Number(button.dataset.load)];
      dots = dots.map((_, place) => {
        const r = Math.floor(place / DOTS / DOT);
        return ink[r * CELLS + Math.floor((place % DOTS) / DOT)] / 16;
      });
      loaded = true;
      say(`A ${button.textContent} of the test data. ${show()}`);
    });
  }

  figure.drawing = { read, centered, countInk }; // for the tests
  show();
}
