// The role is kept for this tab, so that a reload or another language does not ask again. No question is.
const kept = "pliktkompass-role";
const select = element.querySelector("select");
const known = [...select.options].map((option) => option.value);
try {
  const before = sessionStorage.getItem(kept);
  if (before && known.includes(before)) { select.value = before; props.value = before; }
} catch { /* a browser may forbid it */ }
select.addEventListener("change", () => {
  props.value = select.value;
  try { sessionStorage.setItem(kept, select.value); } catch { /* a browser may forbid it */ }
});
