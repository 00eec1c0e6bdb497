"""Forms: one definition becomes the workbook that a team fills in. Sole writer of workbooks."""
