import { createDOMRenderer, FluentProvider, RendererProvider } from "@fluentui/react-components";
import { createRoot } from "react-dom/client";
import { Entry } from "./entry/entry.tsx";
import { Proven } from "./entry/proven.tsx";
import { styleNonce } from "./look/nonce.ts";
import { useLook } from "./look/scheme.ts";
import { themes } from "./look/themes.ts";
import "./look/base.css";
import "./look/entry.css";
import "./look/shell.css";
import "./look/list.css";
import "./look/talk.css";
import "./look/said.css";
import "./look/composer.css";
import "./look/side.css";
import "./look/pages.css";
import "./look/narrow.css";

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
