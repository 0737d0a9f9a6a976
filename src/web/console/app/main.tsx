import { createDOMRenderer, FluentProvider, RendererProvider } from "@fluentui/react-components";
import { createRoot } from "react-dom/client";
import { Entry } from "./entry/entry.tsx";
import { EntryFrame } from "./entry/entry-form.tsx";
import { say } from "./i18n/messages.ts";
import { themes, useLook } from "./look/themes.ts";
import "./look/base.css";
import "./look/entry.css";
import "./look/shell.css";
import "./look/list.css";
import "./look/conversation.css";
import "./look/said.css";
import "./look/composer.css";
import "./look/side.css";
import "./look/pages.css";
import "./look/narrow.css";

/** Returns the nonce for styles in the content security policy. */
const styleNonce = (): string =>
  document.querySelector<HTMLMetaElement>("meta[name=style-nonce]")?.content ?? "";

/** Renders the page after a step-up at the provider, in a separate tab. */
const Proven = (): React.JSX.Element => (
  <main className="entry">
    <div className="entry-form">
      <div className="entry-brand">
        <EntryFrame /> {say("brand")}
      </div>
      <h1>{say("provenTitle")}</h1>
      <p>{say("provenText")}</p>
    </div>
  </main>
);

const renderer = createDOMRenderer(document, { styleElementAttributes: { nonce: styleNonce() } });

function Console(): React.JSX.Element {
  const { look, scheme, choose } = useLook();
  return (
    <RendererProvider renderer={renderer} targetDocument={document}>
      <FluentProvider theme={themes[scheme]}>
        <div className="console">
          {location.hash === "#proven" ? <Proven /> : <Entry look={look} onLook={choose} />}
        </div>
      </FluentProvider>
    </RendererProvider>
  );
}

const place = document.getElementById("console");
if (place) createRoot(place).render(<Console />);
