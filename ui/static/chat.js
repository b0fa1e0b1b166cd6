// Runs once with the newest turn's component. When a new turn comes, the one before it is moved to #earlier, so that
// opened details stay open there. The conversation is kept for this tab only, so that a reload or another language does
// not lose it (restore.js).
const status = () => document.querySelector("#status p");
const box = () => document.querySelector("#question textarea");
const choice = () => document.querySelector("#role-choice");
let shown = "";
const talk = "pliktkompass-talk";
const keep = () => {
  const turns = document.querySelector("#earlier").innerHTML + shown;
  const asked = [...document.querySelectorAll("#earlier .asked"), ...element.querySelectorAll(".asked")];
  try {
    sessionStorage.setItem(talk, JSON.stringify({ turns, asked: asked.map((node) => node.lastChild.textContent) }));
  } catch { /* a browser may forbid it, or be full */ }
};

const say = (text) => { if (status()) status().textContent = text; };
const below = (node) => {
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  // After the browser has laid out the new turn: what one sees is its top, never its end.
  requestAnimationFrame(() => node.scrollIntoView({ block: "start", behavior: still ? "auto" : "smooth" }));
};

watch("value", () => {
  const turn = element.querySelector(".turn");
  if (turn && lost()) lost().hidden = true;
  document.body.classList.toggle("talking", Boolean(turn || document.querySelector("#earlier .turn")));
  if (!turn) { shown = ""; return; }
  if (turn.hasAttribute("data-pending")) {
    if (shown) {
      document.querySelector("#earlier").insertAdjacentHTML("beforeend", shown);
      shown = "";
    }
    if (turn.querySelector(".answer")) return;  // its first statements have come: one is reading them already
    say(turn.querySelector(".searching").textContent);
    if (matchMedia("(pointer: coarse)").matches) box()?.blur();  // else the keyboard hides the answer
  } else {
    shown = props.value;
    keep();
    say(`${status()?.dataset.ready ?? ""} ${turn.querySelector("[data-ready]")?.textContent ?? ""}`);
  }
  below(turn);
});

const lost = () => document.querySelector("#unreachable");
// A question that does not reach the server is to Gradio the end of the page: it waits for the server and then loads
// the page anew, and conversation and question are lost. As an ordinary failure it is not, and one can ask again.
const fetched = window.fetch;
window.fetch = async (what, ...how) => {
  try {
    return await fetched(what, ...how);
  } catch (error) {
    if (!String(what?.url ?? what).includes("/queue/join")) throw error;
    return new Response(JSON.stringify({ detail: "unreachable" }), { status: 503 });
  }
};
// Gradio tells of failures in a message of its own, which chat.css hides.
const told = (node) => node instanceof Element && (node.matches(".toast-body.error") || node.querySelector(".toast-body.error"));
new MutationObserver((changes) => {
  if (!lost() || !changes.some((change) => [...change.addedNodes].some(told))) return;
  lost().hidden = false;
  const waiting = element.querySelector("[data-pending] .asked");
  if (waiting) {
    const question = waiting.lastChild.textContent;
    props.value = "";
    put(question);
  }
}).observe(document.body, { childList: true, subtree: true });

const put = (text) => {
  const field = box();
  Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, "value").set.call(field, text);
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.focus();
  field.setSelectionRange(text.length, text.length);
};

const start = () => {
  document.querySelector("#earlier").replaceChildren();
  shown = "";
  say("");
  try { sessionStorage.removeItem(talk); } catch { /* a browser may forbid it */ }
  box()?.focus();
};

const copy = async (button) => {
  await navigator.clipboard.writeText(button.dataset.copy);
  say(button.dataset.done);
  button.textContent = button.dataset.done;
};

const post = async (where, body) => {
  // The pages of the other languages lie one step below the root.
  const root = location.pathname.replace(/(nn|en)\/$/, "");
  const headers = { "content-type": "application/json" };
  const answer = await fetch(`${root}api/${where}`, { method: "POST", headers, body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(answer.status);
  return answer;
};

const note = async (button) => {
  const turns = [...document.querySelectorAll(".turn:not([data-pending])")];
  const asked = turns.slice(0, turns.indexOf(button.closest(".turn")) + 1)
    .map((turn) => turn.querySelector(".asked").lastChild.textContent);
  const history = asked.slice(0, -1).slice(-20).map((content) => ({ role: "user", content }));
  try {
    const body = { question: asked.at(-1), role: choice()?.value || null, history, format: "docx" };
    const made = URL.createObjectURL(await (await post("notes", body)).blob());
    Object.assign(document.createElement("a"), { href: made, download: "vurderingsnotat.docx" }).click();
    URL.revokeObjectURL(made);
    say(button.dataset.done);
  } catch { say(button.dataset.failed); button.textContent = button.dataset.failed; }
};

const tell = async (form) => {
  const button = form.querySelector("[data-feedback]");
  const told = form.querySelector(".told");
  const helpful = form.querySelector("input[type=radio]:checked");
  if (!helpful) { told.textContent = button.dataset.choose; return; }
  const ticked = (name) => [...form.querySelectorAll(`input[name=${name}]:checked`)];
  const body = {
    helpful: helpful.value === "yes",
    reasons: ticked("reason").map((box) => box.value),
    verdict: form.dataset.verdict,
    language: form.dataset.language,
    provisions: form.dataset.provisions.split(" ").filter(Boolean).map((ref) => ref.replaceAll("_", " ")),
  };
  if (ticked("question").length) body.question = form.closest(".turn").querySelector(".asked").lastChild.textContent.slice(0, 2000);
  try {
    await post("feedback", body);
    told.textContent = button.dataset.thanks;
    button.disabled = true;
  } catch { told.textContent = button.dataset.failed; }
};

document.addEventListener("click", (event) => {
  const at = event.target instanceof Element ? event.target : null;
  const ask = at?.closest("button[data-ask]");
  const mark = at?.closest("a.mark");
  if (ask) put(`${ask.dataset.ask} `);
  else if (at?.closest("button[data-role]")) { choice()?.scrollIntoView({ block: "center" }); choice()?.focus(); }
  else if (at?.closest("#fresh")) { start(); }
  else if (mark) {
    // The page has a <base>, so the address of a place in it would load the page anew.
    event.preventDefault();
    const card = document.getElementById(mark.getAttribute("href").slice(1));
    card?.querySelector("details")?.setAttribute("open", "");
    card?.scrollIntoView({ block: "nearest" });
    card?.focus();
  }
  else if (at?.closest("button[data-print]")) print();
  else if (at?.closest("button[data-copy]")) copy(at.closest("button[data-copy]"));
  else if (at?.closest("button[data-note]")) note(at.closest("button[data-note]"));
  else if (at?.closest("button[data-feedback]")) tell(at.closest(".feedback"));
});
