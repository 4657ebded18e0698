/**
 * Names of parts that are publicly known of each webmail, beyond those that the
 * bundled descriptors look for today: what a redesign is likely to go back to,
 * and what makes a capture readable. Written as selectors, as in descriptors.
 */
export const KNOWN_NAMES: Readonly<Record<string, readonly string[]>> = {
  gmail: [
    '.dw .nH .no .Hd .M9 .aoI .aoP .I5 .bAs .aSs .aSt .ip .adB .xE .xp .nn .nN .AD .HE .Hy .Hp .Hm .Hl .Hq .Ha .Ht',
    '.fX .GS .bzf .eV .oj .wO .anm .aH9 .aUy .agh .agb .afV .akl .afX .agP .aFw .aoD .hl .az9 .az2 .aoT .aA6 .aaZ .J-J5-Ji',
    '.vO .vR .vN .vT .vM .Ap .Am .Al .editable .LW-avf .tS-tW .iN .aoO .v7 .T-I .T-I-atl .T-I-Zf-aw2 .L3 .dC .hG .IZ .Up .Uo .btC .gU',
    '.Az .AM .J-M .J-N .J-N-Jz .mUIrbf-I .mUIrbf-LgbsSe',
    '[peoplekit-id="Svajxe"] [peoplekit-id="ubaLBe"] [peoplekit-id="XPtOyb"] [peoplekit-id="BbVjBd"]',
    '[data-hovercard-owner-id="119"] [data-hovercard-id] [data-name] [data-tooltip] [email] [g_editable] [hidefocus]',
    '[selector="scheduledSend"] [jslog] [jsaction] [jsname] [jscontroller] [jsmodel] [jsshadow] [jsslot] [jsan]',
    '[name="composeid"] [name="draft"] [name="rt"] [name="from"] [name="subject"] [name="rm"] [name="lts"]',
    '[id^="composeto_"] #cmae_composeto .Sf',
  ],
  outlook: [
    '.owaMailComposeEditorScrollContainer ._Entity ._EType_RECIPIENT_ENTITY ._EReadonly_1',
    '.fui-Button .fui-SplitButton .fui-MenuButton .fui-SplitButton__primaryActionButton .fui-SplitButton__menuButton',
    '.fui-Button__icon .fui-MenuButton__menuIcon .fui-Input .fui-Input__input .ms-Button .ms-Persona',
    '[class^="textContainer-"] [class^="individualText-"]',
    '[id^="MSG_"] [id^="REK"] [id^="editor_"] [id^="editorParent_"] [id^="docking_InitVisiblePart_"] [id^="FloatingSuggestionsItemId"]',
    '#discardCompose #popoutCompose #ReadingPaneContainerId #FloatingSuggestionsList #ok-1 #divRplyFwdMsg #Signature',
    '[data-app-section="MailCompose"] [data-app-section="NavigationPane"] [data-app-section="MailList"]',
    '[data-automation-type] [data-automationid] [data-icon-name] [data-icon-name^="Send"] [data-testid] [data-tabster]',
    '[data-is-focusable] [data-lpc-hover-target-id] [data-log-name] [data-ogsc] [data-ogsb] [data-skip-link-name]',
  ],
  yahoo: [
    '[data-test-id] [data-test-id="compose"] [data-test-id="compose-header"] [data-test-id="compose-subject"]',
    '[data-test-id="compose-header-field-from"] [data-test-id="compose-editor"] [data-test-id="compose-toolbar"]',
    '[data-test-id="compose-styler"] [data-test-id="compose-style-menu"] [data-test-id="pill-close"] [data-test-id="rte"]',
    '[data-test-id="container-from"] [data-test-id="to"] [data-test-id="cc"] [data-test-id="bcc"] .compose-header',
    '#message-to-field #message-cc-field #message-bcc-field #compose-subject-input #editor-container',
  ],
  proton: [
    '.composer .composer-container .composer-content .composer-meta .composer-title-bar .composer-actions',
    '.composer-to-editor .composer-editor-cc .composer-editor-bcc .composer-addresses-item .composer-addresses-container',
    '.composer-addresses-fakefield .composer-addresses-autocomplete .composer-content--rooster-editor .composer-quick-reply',
    '[data-testid="composer:to-button"] [data-testid="composer:cc-button"] [data-testid="composer:bcc-button"]',
    '[data-testid="composer:body"] [data-testid="composer:header"] [data-testid="composer:footer"]',
    '[data-testid="composer-addresses-item-label"] [data-testid="composer:from"] [data-testid^="composer:"]',
    '[data-testid="squire"] [data-testid="squire-iframe"] [data-testid="rooster-iframe"] [data-testid="editor-wrapper"]',
    '[data-testid="autocomplete-suggestion"] [data-testid="dropdown-button"] #rooster-editor #to-composer',
  ],
  fastmail: [
    '.v-Compose .v-Compose-actions .v-Compose-head .v-Compose-body .v-Compose-recipients .v-Compose-subject',
    '.v-EmailInput .v-EmailInput-input .v-EmailInput-token .v-EmailInput-tokens .v-Text .v-Text-input .v-RichText .v-RichText-input',
    '.v-Button .v-ButtonGroup .v-MenuButton .v-Menu .v-MenuOption .s-send .s-send-later .s-schedule-send .s-remove .label .icon',
    '[id$="-input"] [id$="-to-input"] [id$="-cc-input"] [id$="-bcc-input"] [id$="-subject-input"] [id$="-from-input"]',
  ],
  roundcube: [
    '.task-mail .action-compose .recipient-input .recipient .ac-input .formbuttons .compose-headers .editfield .send .extwin',
    '#compose-content #compose-headers #composeheaders #compose_to #compose_cc #compose_bcc #compose-cc #compose-bcc',
    '#composebody #composebodycontainer #composebody_ifr #compose-subject #compose-attachments #layout-content #mainscreen',
    '[name="_to"] [name="_cc"] [name="_bcc"] [name="_from"] [name="_replyto"] [name="_followupto"] [name="_subject"]',
    '[name="_message"] [name="_store_target"] [name="editorSelector"] [data-recipient-input] [data-content-button]',
  ],
  sogo: [
    '.sg-mail-editor .sg-mail-editor-content .sg-mail-editor-attachments .msg-header-content .msg-header-buttons',
    '.md-chips .md-chip .md-chip-content .md-chip-remove .md-chip-remove-container .sg-tile-content .sg-icon-button',
    '[ng-model="editor.message.editable.to"] [ng-model="editor.message.editable.cc"] [ng-model="editor.message.editable.bcc"]',
    '[ng-model="editor.message.editable.subject"] [ng-model="editor.message.editable.text"] [ng-model="editor.uploader.queue"]',
    '[ng-click="editor.send()"] [ng-click="editor.save()"] [ng-click="editor.cancel()"] [ng-disabled] [sg-ripple-click]',
    '#mailEditor #message-content [name="messageForm"] [name="content"] [name="from"]',
  ],
  generic: ['[data-email] [data-address] [name="to"] [name="cc"] [name="bcc"] [name="subject"] [name="body"]'],
};
