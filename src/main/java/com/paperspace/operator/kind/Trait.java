package com.paperspace.operator.kind;

/** What sets the collection of a {@link KindTable} apart from most. */
enum Trait {
  /** A list must be told the team, for others' objects are seen as well. */
  OF_TEAM,

  /** One that is public is shown to other teams. */
  PUBLIC,

  /** No row tells the age. */
  UNDATED,

  /** Objects have no name; the API chooses the key. */
  UNNAMED,

  /** A change that is sent again may be refused for that. */
  UNREPEATABLE,

  /** The API takes no part of an object, so that every value nobody reads back goes along. */
  WHOLE
}
