package dev.bascule.publisher.pkcs11;

/** The functions of a module that are called, by their places in CK_FUNCTION_LIST. */
enum Call {
  /** Begins. */
  C_Initialize(0),
  /** Ends. */
  C_Finalize(1),
  /** Which slots have tokens. */
  C_GetSlotList(4),
  /** What a token says of itself. */
  C_GetTokenInfo(6),
  /** Begins to talk with a token. */
  C_OpenSession(12),
  /** Ends that. */
  C_CloseSession(13),
  /** Whether the user is logged in. */
  C_GetSessionInfo(15),
  /** Gives a PIN. */
  C_Login(18),
  /** Reads from an object. */
  C_GetAttributeValue(24),
  /** Begins to look for objects. */
  C_FindObjectsInit(26),
  /** What was found. */
  C_FindObjects(27),
  /** Ends that. */
  C_FindObjectsFinal(28),
  /** Names key and mechanism. */
  C_SignInit(42),
  /** Signs. */
  C_Sign(43);

  private final int place;

  Call(int place) {
    this.place = place;
  }

  /** How many functions stand before it. */
  int place() {
    return place;
  }
}
