/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define KLASTER_TYPE_START_PAGE (klaster_start_page_get_type ())
G_DECLARE_FINAL_TYPE (KlasterStartPage, klaster_start_page, KLASTER, START_PAGE, AdwBin)

G_END_DECLS
