// The design system asks for these two classes before it starts; without JavaScript neither is set.
document.body.classList.add("js-enabled", "govuk-frontend-supported");
// kit.css uncovers the field under a chosen answer. The bundle would also set aria-expanded on a radio, which ARIA forbids.
document.querySelectorAll("[data-aria-controls]").forEach((choice) => choice.removeAttribute("data-aria-controls"));
GOVUKFrontend.initAll();
