package com.paperspace.operator.client;

/** A member of the team, as collaborators and accessors show one. */
public record User(
    String id, String email, String firstName, String lastName, String publicProfileImageUrl) {}
