package com.paperspace.operator.reconcile.account;

import com.paperspace.operator.api.PaperspaceAccount;
import com.paperspace.operator.api.Reason;
import com.paperspace.operator.reconcile.cluster.ResourceIndex;
import com.paperspace.operator.reconcile.cluster.Secrets;
import com.paperspace.operator.reconcile.status.PassEndedException;
import com.paperspace.operator.reconcile.status.Verdict;
import java.util.Optional;
import java.util.function.Supplier;

/** API keys, and the words that lead people to where each stands. Prints none. */
public final class ApiKeys {
  /** Where the operator's own key comes from; a sentence without its full stop, as all here. */
  static final String OWN =
      "It is the operator's own, of PAPERSPACE_API_KEY_FILE, or of PAPERSPACE_API_KEY, which is read"
          + " at its start only";

  private final ResourceIndex index;
  private final Secrets secrets;
  private final Supplier<Optional<String>> ownKey;

  /**
   * Takes what finds keys.
   *
   * @param ownKey the operator's own key, used where a namespace has no account
   */
  public ApiKeys(ResourceIndex index, Secrets secrets, Supplier<Optional<String>> ownKey) {
    this.index = index;
    this.secrets = secrets;
    this.ownKey = ownKey;
  }

  /**
   * The key of an account.
   *
   * @throws PassEndedException when there is none
   */
  String of(PaperspaceAccount account) {
    var metadata = account.getMetadata();
    var named = "PaperspaceAccount " + metadata.getName();
    if (account.unreadable() != null || account.getSpec() == null) {
      throw waiting(named + " cannot be read. Correct it as its status says.");
    }
    var secret = account.getSpec().secretRef().name();
    return secrets
        .value(metadata.getNamespace(), secret, PaperspaceAccount.API_KEY)
        .orElseThrow(() -> waiting(missing(metadata.getNamespace(), secret, named)));
  }

  private String missing(String namespace, String secret, String named) {
    var words =
        secrets.find(namespace, secret).isPresent()
            ? "Secret %s of %s has no value under %s. Put the API key there."
            : "Secret %s of %s does not exist. Create it, with the API key under %s.";
    return words.formatted(secret, named, PaperspaceAccount.API_KEY);
  }

  /**
   * The operator's own key, for a namespace without an account.
   *
   * @throws PassEndedException when there is none
   */
  String own(String namespace) {
    return ownKey
        .get()
        .orElseThrow(
            () ->
                waiting(
                    "Namespace "
                        + namespace
                        + " has no PaperspaceAccount \"default\", accountRef is not set, and the"
                        + " operator has no key of its own. Create PaperspaceAccount default there,"
                        + " with the API key in a Secret, or name another in spec.accountRef."));
  }

  /** Where the key comes from that {@link Connector#open} takes. */
  public String from(String namespace, String accountName) {
    var name = accountName == null ? PaperspaceAccount.DEFAULT_ACCOUNT : accountName;
    return index.find(PaperspaceAccount.class, namespace, name).map(ApiKeys::from).orElse(OWN);
  }

  /** Where the key of an account comes from. */
  public static String from(PaperspaceAccount account) {
    if (account.getSpec() == null) {
      return "It is that of PaperspaceAccount " + account.getMetadata().getName();
    }
    return "It stands under %s in Secret %s of PaperspaceAccount %s"
        .formatted(
            PaperspaceAccount.API_KEY,
            account.getSpec().secretRef().name(),
            account.getMetadata().getName());
  }

  public static PassEndedException waiting(String message) {
    return new PassEndedException(Verdict.waiting(Reason.WaitingForAccount, message));
  }
}
