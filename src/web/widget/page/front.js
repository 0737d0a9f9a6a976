for (const opener of document.querySelectorAll("[data-open]")) {
  opener.addEventListener("click", () => window.ExitDesk?.open());
}
