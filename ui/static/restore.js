() => {
  // The page was loaded anew: what was said in this tab is shown again, and the next question is asked after it.
  try {
    const kept = JSON.parse(sessionStorage.getItem("pliktkompass-talk") ?? "null");
    if (!kept?.turns) return [[]];
    document.querySelector("#earlier").innerHTML = kept.turns;
    document.body.classList.add("talking");
    requestAnimationFrame(() => document.querySelector("#earlier .turn:last-child")?.scrollIntoView({ block: "start" }));
    return [kept.asked];
  } catch { return [[]]; }
}
