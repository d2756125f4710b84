package com.paperspace.operator.simulator;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** What goes wrong inside the simulated cloud, as opposed to on the wire (see {@link Faults}). */
public final class Mishaps {
  private final Map<String, Integer> capacity = new ConcurrentHashMap<>();
  private final Map<String, Failure> events = new ConcurrentHashMap<>();
  private final Map<String, ImageFailure> images = new ConcurrentHashMap<>();
  private final Map<String, String> configs = new ConcurrentHashMap<>();
  private final Map<String, Contract.Issue> invalid = new ConcurrentHashMap<>();
  private final Map<String, String> logins = new ConcurrentHashMap<>();

  /** How often events fail, and in which words; null for none. */
  record Failure(int times, String text) {}

  /** How instances of an image end. */
  record ImageFailure(String state, String message) {}

  /** The next attempts to create or resize to this type find no capacity. */
  public Mishaps outOfCapacity(String machineType, int times) {
    capacity.put(Catalogue.folded(machineType), times);
    return this;
  }

  /**
   * The next machine events of this name, such as {@code stop}, end in {@code error}.
   *
   * @param text the reason given; null for none
   */
  public Mishaps failEvents(String eventName, int times, String text) {
    events.put(eventName, new Failure(times, text));
    return this;
  }

  /** Instances of this image end in {@code failed} or {@code errored} with the message. */
  public Mishaps failImage(String image, String state, String message) {
    images.put(image, new ImageFailure(state, message));
    return this;
  }

  /** The cluster refuses configurations with this image: {@code latestSpec.error}. */
  public Mishaps refuseImage(String image, String error) {
    configs.put(image, error);
    return this;
  }

  /**
   * The service takes configurations with this image for invalid.
   *
   * @param path where, such as {@code /config/resources/replicas}
   */
  public Mishaps invalidImage(String image, String path, String message) {
    invalid.put(image, new Contract.Issue(path, message));
    return this;
  }

  /** The registry at this URL lets in only who has this password; others let in everybody. */
  public Mishaps registryPassword(String url, String password) {
    logins.put(url, password);
    return this;
  }

  /** Nothing goes wrong any more. */
  public void clear() {
    capacity.clear();
    events.clear();
    images.clear();
    configs.clear();
    invalid.clear();
    logins.clear();
  }

  boolean loginWorks(String url, String password) {
    return logins.getOrDefault(url, password).equals(password);
  }

  boolean hasCapacity(String machineType) {
    return capacity.getOrDefault(Catalogue.folded(machineType), 0) == 0;
  }

  /** Counts one attempt; false when there is no capacity for it. */
  boolean takeCapacity(String machineType) {
    var found = hasCapacity(machineType);
    capacity.computeIfPresent(
        Catalogue.folded(machineType), (type, left) -> left > 1 ? left - 1 : null);
    return found;
  }

  Optional<Failure> takeEventFailure(String eventName) {
    var failure = Optional.ofNullable(events.get(eventName));
    events.computeIfPresent(
        eventName, (name, it) -> it.times > 1 ? new Failure(it.times - 1, it.text) : null);
    return failure;
  }

  Optional<ImageFailure> imageFailure(String image) {
    return Optional.ofNullable(images.get(image));
  }

  Optional<Contract.Issue> invalidity(String image) {
    return Optional.ofNullable(invalid.get(image));
  }

  Optional<String> refusal(String image) {
    return Optional.ofNullable(configs.get(image));
  }
}
