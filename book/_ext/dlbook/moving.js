// Moving figures: show the frame that the sliders name; see moving.py.

const quiet = matchMedia("(prefers-reduced-motion: reduce)");

for (const figure of document.querySelectorAll(".dl-moving")) {
  const sliders = [...figure.querySelectorAll("input")];
  const output = figure.querySelector("output");
  const button = figure.querySelector(".dl-play");
  const words = JSON.parse(figure.dataset.words);
  const parts = [...figure.querySelectorAll("[data-at]")].map((part) => [
    part,
    new Set(part.dataset.at.split(" ").map(Number)),
  ]);
  let timer = null;

  const show = () => {
    const frame = sliders.reduce(
      (sum, slider) => sum * (Number(slider.max) + 1) + Number(slider.value),
      0
    );
    for (const [part, frames] of parts) {
      part.classList.toggle("dl-on", frames.has(frame));
    }
    output.value = words[frame];
    for (const slider of sliders) {
      slider.setAttribute("aria-valuetext", words[frame]);
    }
  };

  const pause = () => {
    clearInterval(timer);
    timer = null;
    if (button) button.textContent = "Play";
  };

  const step = () => {
    const [time] = sliders;
    const atEnd = Number(time.value) + 1 >= Number(time.max);
    if (atEnd) {
      pause();
      output.ariaLive = "polite"; // where it ended is said, not every frame
    }
    time.stepUp();
    show();
  };

  for (const slider of sliders) {
    slider.value = slider.dataset.start;
    slider.addEventListener("input", () => {
      pause();
      output.ariaLive = "off"; // the slider itself speaks
      show();
    });
  }
  button?.addEventListener("click", () => {
    if (timer !== null) return pause();
    if (sliders[0].value === sliders[0].max) sliders[0].value = 0;
    output.ariaLive = "off";
    show();
    button.textContent = "Pause";
    timer = setInterval(step, Number(figure.dataset.play));
  });
  quiet.addEventListener("change", pause);
  show();
}
