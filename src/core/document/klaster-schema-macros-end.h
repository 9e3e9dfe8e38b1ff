/* SPDX-License-Identifier: GPL-3.0-or-later
 * Takes back what a use of klaster-schema.inc defined. No include guard. */
#undef TABLE
#undef INTERNAL_TABLE
#undef END_TABLE
#undef COLUMN
#undef TEXT
#undef NAME
#undef DATE
#undef TIME
#undef INTEGER
#undef REAL
#undef REAL_REQUIRED
#undef BOOLEAN
#undef TOKEN
#undef TOKEN_REQUIRED
#undef LIST
#undef REFERENCE
#undef REFERENCE_REQUIRED
#undef DERIVED_BOOLEAN
#undef DERIVED_TOKEN
