package com.paperspace.operator.lifecycle;

import com.paperspace.operator.api.ApiRecord;
import com.paperspace.operator.api.LocalRef;
import com.paperspace.operator.api.ManagedSpec;
import com.paperspace.operator.api.PaperspaceResource;
import com.paperspace.operator.api.Policy;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.Version;

/** A kind that exists for a test only: it shows what a new kind costs. */
@Group("paperspace.com")
@Version("v1alpha1")
@Plural("shelves")
public final class Shelf extends PaperspaceResource<Shelf.Spec, Shelf.Observed> {
  private static final long serialVersionUID = 1L;

  /** The shelf as wanted. */
  @ApiRecord
  public record Spec(Integer boards, LocalRef accountRef, Policy policy, String externalId)
      implements ManagedSpec {}

  /** The shelf as last seen. */
  @ApiRecord
  public record Observed(Integer boards) {}
}
