// Defines the element; a page that loads the script twice defines it once.
import { KuntoutusneuvoChat } from "./element";

const NAME = "kuntoutusneuvo-chat";

if (!customElements.get(NAME)) customElements.define(NAME, KuntoutusneuvoChat);
