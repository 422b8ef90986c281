/* The certificate's border and emblem. */
#include "paper/page.h"

void draw_certificate(HPDF_Page page)
{
	HPDF_Page_SetRGBStroke(page, 0.1f, 0.2f, 0.33f);
	HPDF_Page_SetLineWidth(page, 1.2f);
	HPDF_Page_Rectangle(page, 22, 22, (float)A4_LONG - 44, (float)A4_SHORT - 44);
	HPDF_Page_Stroke(page);
}
